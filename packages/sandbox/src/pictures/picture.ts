/** What a look at the bytes of an image says. */
export interface Picture {
  mediaType: 'image/png' | 'image/jpeg' | 'image/gif'
  width: number
  height: number
  /** The same picture without comments and the like, as a service that writes images anew would keep it. */
  plain(): Buffer
}
