import { startProcess } from "@trias/link";
import { runSandbox } from "./sandbox.ts";

startProcess(({ config, log }) => runSandbox(config, log));
