/** The bytes a directory shows for a person. */
export interface Photo {
  state: 'present'
  /** As served, unchanged. */
  bytes: Uint8Array
  /** What the bytes were recognised as, or what the service declared, e.g. `image/png`. */
  mediaType: string
  /** The directory's own mark of this state of the photo (an etag, a hash); opaque, equal only when the photo is. */
  version: string
  /** The file name, where the directory keeps one; given back when this photo is restored. */
  name?: string
}

/** The directory said that this person has no photo. Never used for "could not tell": that is a throw. */
export interface NoPhoto {
  state: 'missing'
}

/** A photo on its way into a directory. */
export interface OutgoingPhoto {
  bytes: Uint8Array
  mediaType: string
  name?: string
}
