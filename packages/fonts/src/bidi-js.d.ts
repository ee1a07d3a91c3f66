// The types that come with it are those of its ES module, and Node.js gets the other one.
declare module 'bidi-js' {
  interface Embedding {
    /** For each UTF-16 unit; odd where it is read from the right. */
    levels: Uint8Array
  }
  namespace bidiFactory {
    interface Bidi {
      getEmbeddingLevels(text: string): Embedding
      /** The places of the text's units from the left to the right. */
      getReorderedIndices(text: string, embedding: Embedding): number[]
    }
  }
  function bidiFactory(): bidiFactory.Bidi
  export = bidiFactory
}
