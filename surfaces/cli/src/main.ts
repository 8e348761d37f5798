import { Command } from "commander";

const program = new Command("trias").description("network operations under a separation of powers").helpCommand(true);
await program.parseAsync();
