export { EXIT, type ExitCode, exitOfState } from "./exit-codes.ts";
export { createProgram, runProgram } from "./program.ts";
export { openSession, type Session } from "./session.ts";
