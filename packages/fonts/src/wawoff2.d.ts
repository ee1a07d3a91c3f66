declare module 'wawoff2/decompress.js' {
  /** From WOFF2 to TrueType. */
  function decompress(woff2: Uint8Array): Promise<Uint8Array>
  export = decompress
}
