import { ALL_SERVICES, intersect, isEmpty, NO_SERVICES, type Services, subtract, unite } from "../services.ts";

/** What rules in their order do with packets, where some match for certain and some only may. */
export class Decision {
  /** Packets that no rule may have decided yet, and those that may still be undecided. */
  private certain: Services;
  private open: Services;
  private passCertain: Services = NO_SERVICES;
  private passPossible: Services = NO_SERVICES;
  /** The first rule that drops some of the packets, in words. */
  dropped: string | null = null;
  /** Rules whose effect the header does not decide. */
  readonly unsure: string[] = [];

  constructor(possible: Services, certain = possible) {
    this.certain = certain;
    this.open = possible;
  }

  get passed(): { readonly certain: Services; readonly possible: Services } {
    return { certain: this.passCertain, possible: this.passPossible };
  }

  pass(match: Services, sure: boolean, text: string): void {
    const held = intersect(match, this.open);
    if (isEmpty(held)) return;
    this.passPossible = unite(this.passPossible, held);
    if (sure) {
      this.passCertain = unite(this.passCertain, intersect(match, this.certain));
      this.open = subtract(this.open, match);
    } else this.unsure.push(text);
    this.certain = subtract(this.certain, match);
  }

  drop(match: Services, sure: boolean, text: string): void {
    if (isEmpty(intersect(match, this.open))) return;
    if (sure) {
      this.dropped ??= text;
      this.open = subtract(this.open, match);
    } else this.unsure.push(text);
    this.certain = subtract(this.certain, match);
  }

  /** Takes out what others decide: that for certain, and that possibly. */
  take(match: Services): { readonly certain: Services; readonly possible: Services } {
    const taken = { certain: intersect(match, this.certain), possible: intersect(match, this.open) };
    this.open = subtract(this.open, match);
    this.certain = subtract(this.certain, match);
    return taken;
  }

  /** Nobody knows what happens here. */
  doubt(text: string): void {
    this.pass(ALL_SERVICES, false, text);
  }
}
