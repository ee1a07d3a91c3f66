/** An image that cannot be used, with the reason in one sentence. Whose image it is, the caller knows and says. */
export class ImageError extends Error {
  override readonly name = 'ImageError'
}
