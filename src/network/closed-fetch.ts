/** The `fetch` of contributions that declare no hosts: it reaches nothing. */
export const closedFetch: typeof globalThis.fetch = () =>
  Promise.reject(new Error('this plugin declares no hosts, so it may not ask anybody'))
