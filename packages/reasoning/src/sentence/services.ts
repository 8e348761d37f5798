/** Ports that people call by the name of what is sent there (IANA, "Service Name and Transport Protocol Port Number Registry"). */
const PORTS: Readonly<Record<string, number>> = {
  ftp: 21,
  ssh: 22,
  sftp: 22,
  telnet: 23,
  smtp: 25,
  dns: 53,
  http: 80,
  kerberos: 88,
  ntp: 123,
  snmp: 161,
  ldap: 389,
  https: 443,
  tls: 443,
  smb: 445,
  syslog: 514,
  ldaps: 636,
  rdp: 3389,
  winrm: 5985,
  bgp: 179,
  nfs: 2049,
};
/** Products that are ports only where the words speak of their traffic: `the Postgres database` is a place. */
const PRODUCTS: Readonly<Record<string, number>> = {
  mysql: 3306,
  mariadb: 3306,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  mongodb: 27017,
  mongo: 27017,
  kafka: 9092,
  elasticsearch: 9200,
  mssql: 1433,
  oracle: 1521,
};
const BEFORE = new Set(["over", "on", "via", "using", "port", "allow", "open", "block", "permit", "for"]);
const AFTER = new Set(["traffic", "connections", "connection", "port", "access", "protocol", "ports"]);

export type Port = number | string;

/** Ports in order: 443 of `port 443`, `tcp/443`, `443/tcp`, `:443` or `HTTPS`; `8000-8100` for a range. */
export function portsOf(words: readonly string[]): Port[] {
  const found: Port[] = [];
  for (const [i, word] of words.entries()) {
    for (const port of portsAt(words, i, word)) if (!found.includes(port)) found.push(port);
  }
  // `SSH (port 22)` and `SSH on port 2222` name one port: figures go before names.
  const spoken = words.flatMap((word, i) => {
    const port = Object.hasOwn(PORTS, word) ? PORTS[word] : productAt(words, i, word);
    return port === undefined ? [] : [port];
  });
  return found.length > 0 ? found : [...new Set(spoken)];
}

function portsAt(words: readonly string[], i: number, word: string): Port[] {
  const joined =
    /^(?:tcp|udp|port)[/:-](\d{1,5}(?:-\d{1,5})?)$/.exec(word) ??
    /^(\d{1,5}(?:-\d{1,5})?)\/(?:tcp|udp)$/.exec(word) ??
    /^(?:\d{1,3}\.){3}\d{1,3}:(\d{1,5})$/.exec(word) ??
    /^[a-z0-9.-]*[a-z][a-z0-9-]*:(\d{1,5})$/.exec(word) ??
    /^:(\d{1,5})$/.exec(word);
  if (joined) return portOf(joined[1]);
  if (word === "port" || word === "ports") return listed(words, i + 1);
  if ((word === "tcp" || word === "udp") && words[i + 1] !== "port") return listed(words, i + 1);
  if (
    DIRECTIONS.test(word) &&
    /^\d{2,5}$/.test(words[i + 1] ?? "") &&
    /^(?:from|to|in|for|on|into|and)?$/.test(words[i + 2] ?? "")
  )
    return portOf(words[i + 1]);
  // `on 5432`: a bare number that nothing counts.
  if ((word === "on" || word === "over") && /^\d{2,5}$/.test(words[i + 1] ?? "") && !COUNTED.has(words[i + 2] ?? "")) {
    return portOf(words[i + 1]);
  }
  return [];
}

const DIRECTIONS = /^(?:inbound|outbound|ingress|egress|allow|open|block|drop|deny|permit|expose)$/;

const COUNTED = new Set(
  "percent % instances instance nodes servers hours hour days day weeks months minutes january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split(
    " ",
  ),
);

/** `80, 443 and 8080`, `8000-8100`, `8000 to 8100`. */
function listed(words: readonly string[], from: number): Port[] {
  const ports: Port[] = [];
  let at = from;
  while (at < words.length && ports.length < 16) {
    const word = words[at] ?? "";
    if (word === "and" || word === "or" || word === "&" || word === "range" || word === "number") at += 1;
    else if (/^\d{1,5}$/.test(word) && RANGE.has(words[at + 1] ?? "") && /^\d{1,5}$/.test(words[at + 2] ?? "")) {
      ports.push(...portOf(`${word}-${words[at + 2]}`));
      at += 3;
    } else {
      const plain = word.split(/[/,](?=\d|tcp|udp)/).filter((one) => one !== "tcp" && one !== "udp");
      const read = plain.flatMap(portOf);
      if (read.length === 0 || COUNTED.has(words[at + 1] ?? "")) break;
      ports.push(...read);
      at += 1;
    }
  }
  return ports;
}

const RANGE = new Set(["to", "through", "thru", "till"]);

function portOf(text: string | undefined): Port[] {
  const range = /^(\d{1,5})-(\d{1,5})$/.exec(text ?? "");
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    return from <= to && to <= 65_535 ? [`${from}-${to}`] : [];
  }
  return /^\d{1,5}$/.test(text ?? "") && Number(text) <= 65_535 ? [Number(text)] : [];
}

function productAt(words: readonly string[], i: number, word: string): number | undefined {
  if (!Object.hasOwn(PRODUCTS, word)) return undefined;
  const spoken = AFTER.has(words[i + 1] ?? "") || (BEFORE.has(words[i - 1] ?? "") && !isPlace(words[i + 1]));
  return spoken ? PRODUCTS[word] : undefined;
}

function isPlace(next: string | undefined): boolean {
  return next !== undefined && /^(?:database|db|cluster|server|host|instance|replica|workloads?|service)s?$/.test(next);
}

/** `tcp`, `udp` or `icmp`, where the words say it. */
export function protocolOf(words: readonly string[]): string | null {
  for (const word of words) {
    const spoken = /^(tcp|udp|icmp)(?:v6)?(?:$|[/:-]\d)|^\d{1,5}(?:-\d{1,5})?\/(tcp|udp)$/.exec(word);
    if (spoken) return spoken[1] ?? spoken[2] ?? null;
    if (word === "ping" || word === "pings") return "icmp";
  }
  return null;
}
