import { fromBase64 } from "@trias/core";
import { toWire } from "@trias/estate";
import { type Incoming, type Route, rawRoute, route } from "@trias/link";
import { auditorApi } from "@trias/protocol";
import { adviseOnEvents } from "../advice/event.ts";
import { adviseOn, interpretSentence } from "../api/advice-api.ts";
import { caseList, caseView, feedItems, inbox } from "../api/case-api.ts";
import { consistency, newestCheckpoint, proveEntry, readBlob, readEntries } from "../api/ledger-api.ts";
import { healthOf, statusOf } from "../api/status-api.ts";
import type { Auditor } from "../auditor.ts";
import { bracketed } from "../bracketed.ts";
import { decide } from "../decide/decide.ts";
import { AuditorError } from "../errors.ts";
import { acceptReport } from "../executions/accept-report.ts";
import { acceptEvents } from "../intake/event.ts";
import { acceptRequest } from "../intake/request.ts";
import { acceptPlan } from "../judge/accept-plan.ts";
import { type PersonCaller, personCaller } from "../people/caller.ts";
import { personName } from "../people/personal-data.ts";
import { acceptDecline, acceptNote } from "../planner/decline.ts";
import { listTickets, openTicket } from "../tickets/tickets.ts";
import { issueWarrant } from "../warrants/issue.ts";

/** Every operation of the auditor's interface, tied to what answers it. */
export function auditorRoutes(auditor: Auditor, build: string): Route[] {
  return [...openRoutes(auditor, build), ...peopleRoutes(auditor), ...ledgerRoutes(auditor), ...powerRoutes(auditor)];
}

function openRoutes(auditor: Auditor, build: string): Route[] {
  return [
    route(auditorApi.health, () => healthOf(auditor, build)),
    rawRoute(auditorApi.event, async ({ body, headers }) => {
      const answer = await acceptEvents(auditor, body, {
        source: single(headers["trias-source"]),
        signature: single(headers["trias-signature"]),
        contentType: headers["content-type"],
      });
      adviseOnEvents(auditor, "events" in answer ? answer.events : [answer]);
      return answer;
    }),
  ];
}

function peopleRoutes(auditor: Auditor): Route[] {
  const who = (incoming: Incoming<unknown, unknown>) => callerOf(auditor, incoming);
  return [
    route(auditorApi.request, (call) => acceptRequest(auditor, call.body, who(call))),
    route(auditorApi.cases, (call) => {
      who(call);
      return caseList(auditor, call.query);
    }),
    route(auditorApi.case, (call) => {
      who(call);
      return caseView(auditor, call.param("case"), call.query, call.signal);
    }),
    route(auditorApi.decide, (call) => {
      const caller = who(call);
      const caseId = call.param("case");
      return bracketed(auditor.log, caseId, "decide", () => decide(auditor, caseId, call.body, caller));
    }),
    route(auditorApi.inbox, (call) => inbox(auditor, who(call))),
    route(auditorApi.interpret, (call) => {
      who(call);
      return interpretSentence(auditor, call.body.sentence);
    }),
    route(auditorApi.audit, (call) => adviseOn(auditor, call.body, who(call))),
    route(auditorApi.openTicket, (call) => {
      const { person } = who(call);
      const { title, idempotency_key } = call.body;
      const openedBy = personName(person).slice(0, 300);
      const idempotency = `${openedBy} ${idempotency_key}`;
      return auditor.writer.write((change) =>
        openTicket(change, { kind: "change", title, openedBy, idempotency, caseId: null }),
      );
    }),
    route(auditorApi.tickets, async (call) => {
      who(call);
      return { tickets: await listTickets(auditor.database) };
    }),
    route(auditorApi.estate, (call) => {
      who(call);
      const { current } = auditor.holder;
      return { snapshot: current && toWire(current), parts: auditor.holder.parts() };
    }),
    route(auditorApi.status, (call) => {
      if (call.peer === undefined) who(call);
      return statusOf(auditor);
    }),
  ];
}

function ledgerRoutes(auditor: Auditor): Route[] {
  const who = (incoming: Incoming<unknown, unknown>) => {
    if (incoming.peer === undefined) callerOf(auditor, incoming);
  };
  return [
    route(auditorApi.checkpoint, (call) => {
      who(call);
      return newestCheckpoint(auditor);
    }),
    route(auditorApi.consistency, (call) => {
      who(call);
      return consistency(auditor, call.query);
    }),
    route(auditorApi.prove, (call) => {
      who(call);
      return proveEntry(auditor, call.query.index);
    }),
    route(auditorApi.entries, (call) => {
      who(call);
      return readEntries(auditor, call.query);
    }),
    route(auditorApi.blob, (call) => {
      who(call);
      return readBlob(auditor, call.param("digest"));
    }),
  ];
}

function powerRoutes(auditor: Auditor): Route[] {
  const { holder, readings, clock } = auditor;
  const heard = (power: string) => auditor.heard.set(power, clock.now());
  return [
    route(auditorApi.feed, (call) => {
      heard("orchestrator");
      return feedItems(auditor, call.query, call.signal);
    }),
    route(auditorApi.judge, (call) => {
      heard("orchestrator");
      return acceptPlan(auditor, call.body.case, fromBase64(call.body.plan));
    }),
    route(auditorApi.decline, async (call) => ({ state: await acceptDecline(auditor, call.body) })),
    route(auditorApi.note, async (call) => {
      await acceptNote(auditor, call.body);
      return {};
    }),
    route(auditorApi.warrant, ({ body }) =>
      bracketed(auditor.log, body.case, "warrant", () => issueWarrant(auditor, body)),
    ),
    route(auditorApi.wanted, async (call) => {
      heard("collector");
      return { readings: await readings.wanted(call.query.wait * 1000, call.signal) };
    }),
    route(auditorApi.snapshot, (call) => {
      heard("collector");
      return holder.accept(call.body);
    }),
    route(auditorApi.reading, (call) => {
      readings.accept(call.body);
      return {};
    }),
    route(auditorApi.report, async (call) => {
      heard("executor");
      await acceptReport(auditor, call.body);
      return {};
    }),
  ];
}

function callerOf({ law }: Auditor, { person }: Incoming<unknown, unknown>): PersonCaller {
  if (person) return personCaller(person, law);
  throw new AuditorError("unauthenticated", "nobody is named by this call", { fix: "sign in" });
}

/** A header that came twice would be two claims. */
function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}
