import { Command } from "commander";

const program = new Command("trias").description("network operations under a separation of powers");
await program.parseAsync();
