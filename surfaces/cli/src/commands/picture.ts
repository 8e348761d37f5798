import { drawWan, wanPicture } from "@trias/picture";
import { createReachEngine } from "@trias/reach";
import { type Command, Option } from "commander";
import { addCommand, text } from "../command.ts";
import { fetchEstate } from "../estate.ts";
import { EXIT } from "../exit-codes.ts";
import { writePicture } from "../picture-file.ts";
import { simulateFile } from "../plan-file.ts";
import { openSource } from "./estate-source.ts";

export function pictureCommand(program: Command): void {
  addCommand(program, {
    name: "picture [plan]",
    summary:
      "draw the network, or what a plan makes of it: segments, regions, who reaches whom, what opens and closes (SVG)",
    examples: [
      "picture --out wan.svg",
      "picture plan.json --out change.svg",
      "picture --estate ./snapshot --out wan.svg",
    ],
    options: [
      new Option("--out <file>", "where the picture goes; standard output unless given"),
      new Option("--estate <path>", "draw this network, a file or folder as of `estate import`, not the auditor's"),
    ],
    async run(context, [path], options) {
      const reach = createReachEngine();
      const picture = path === undefined ? await present() : await planned(path);
      const svg = drawWan(picture);
      const out = text(options, "out");
      if (out !== undefined) writePicture(out, svg);
      const { segments, regions, opened, closed } = picture;
      const object = {
        segments: segments.length,
        regions,
        opened,
        closed,
        ...(out === undefined ? { svg } : { file: out }),
      };
      return { exit: EXIT.done, object, text: () => (out === undefined ? svg.trimEnd() : `drawn into ${out}`) };

      async function present() {
        const source = text(options, "estate");
        const { estate } =
          source === undefined ? await fetchEstate(await context.session()) : openSource(source, options);
        return wanPicture(estate, { title: `The network at ${estate.time}`, reach });
      }

      async function planned(file: string) {
        const { parsed, before, simulation } = await simulateFile(context, file);
        const flows = reach.diff(before, simulation.after);
        return wanPicture(before, { title: parsed.plan.summary, reach, change: { after: simulation.after, flows } });
      }
    },
  });
}
