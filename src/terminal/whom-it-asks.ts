/** Whom a generator asks: hosts that its plugin names, and servers that the user names in options. */
export function whomItAsks({
  hosts,
  hostOptions = [],
}: {
  hosts: readonly string[]
  hostOptions?: readonly string[]
}): string[] {
  return [...hosts, ...hostOptions.map((option) => `the server in the option ${option}`)]
}
