import { serve } from "@trias/link";

serve();
