/** The colours of a list like `#FFCC00, 04a`, each as `#rrggbb`. Whoever asks has made sure that it is one. */
export function coloursIn(list: string): readonly string[] {
  return list.split(',').map((colour) => {
    const digits = colour.trim().replace('#', '').toLowerCase()
    return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`
  })
}
