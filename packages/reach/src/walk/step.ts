import type { TableName } from "@trias/cloud-wan";
import type { Core } from "../core/core.ts";
import type { Recipient } from "./recipient.ts";
import type { NatGateway, Route, Subnet, TransitAttachment, Vpc } from "./words.ts";

/** Where packets are next. Each kind is carried on by one file of this folder. */
export type Step =
  /** In a subnet and on their way out of it; whether it is named where they leave it (`outside`), or stay (`hidden`), or both. */
  | { readonly kind: "leave"; readonly subnet: Subnet; readonly show: "outside" | "always" | "hidden" }
  /** In a VPC, for an address of its own; `inside` where the subnet isn't left. */
  | { readonly kind: "local"; readonly vpc: Vpc; readonly inside: Subnet | null }
  | { readonly kind: "recipient"; readonly recipient: Recipient; readonly subnet: Subnet | null }
  /** At the target of a route; `subnet` is the one that they left, null where the table is a gateway's own. */
  | {
      readonly kind: "target";
      readonly target: Route["target"];
      readonly vpc: Vpc;
      readonly subnet: Subnet | null;
      readonly table: string;
      readonly rule: string;
    }
  | { readonly kind: "internet" }
  | { readonly kind: "nat"; readonly nat: NatGateway; readonly vpc: Vpc; readonly subnet: Subnet | null }
  /** In a Transit Gateway, having come by an attachment. */
  | { readonly kind: "transit"; readonly attachment: TransitAttachment }
  /** At a core network's edge, in a segment. */
  | { readonly kind: "core"; readonly core: string; readonly vpc: Vpc; readonly subnet: Subnet | null }
  /** In a core network, at one of its route tables. */
  | { readonly kind: "core-table"; readonly core: Core; readonly at: TableName }
  /** At the border of what the snapshot holds: a site behind VPN, Direct Connect or an attachment. */
  | { readonly kind: "site"; readonly by: string }
  /** Come out of a tunnel at the gateway or attachment of ours. */
  | { readonly kind: "tunnel"; readonly by: string };
