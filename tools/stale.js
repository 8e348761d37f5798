/** @typedef {{ version?: string, integrity?: string, resolved?: string, link?: boolean, optional?: boolean }} Entry */

/**
 * Compares the committed lockfile with the one that npm leaves in node_modules as the last act of an install, which
 * therefore also tells a broken-off install. Says in a few words what differs, or undefined when nothing does.
 * @param {string | undefined} wanted text of package-lock.json
 * @param {string | undefined} installed text of node_modules/.package-lock.json
 */
export function staleReason(wanted, installed) {
  if (installed === undefined) return "first run";
  if (wanted === undefined) return undefined;
  const want = packagesOf(wanted);
  const have = packagesOf(installed);
  for (const [path, entry] of Object.entries(want)) {
    if (!path.startsWith("node_modules/") && !path.includes("/node_modules/")) continue;
    const found = have[path];
    // An optional package of another platform is locked but never installed.
    if (found === undefined && entry.optional) continue;
    if (found === undefined) return `\`${path}\` is missing`;
    const same = found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link;
    if (!same) return `\`${path}\` is not the locked one`;
  }
  return undefined;
}

/**
 * @param {string} text
 * @returns {Record<string, Entry>}
 */
function packagesOf(text) {
  return JSON.parse(text).packages;
}
