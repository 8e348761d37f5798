import { get } from "@trias/link/client";
import { serve } from "@trias/link";

serve(get);
