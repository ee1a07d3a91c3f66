/** The colours of one identicon. */
export interface Colours {
  main: string
  second: string
  ground: string
}

/**
 * Two tones of a hue on a pale tint of it: the main tone has a contrast of at least 6:1 with its ground, the second one
 * of at least 3:1. The hues lie in equal steps round the circle as the eye sees it (OKLab), without the olives.
 *
 * They are constants and not computed, so that no machine rounds them another way. Changing one changes pictures: raise
 * the revision.
 */
export const palette: readonly [Colours, ...Colours[]] = [
  { main: '#3e6102', second: '#639707', ground: '#e8f3de' },
  { main: '#036812', second: '#319c37', ground: '#e3f4e2' },
  { main: '#03663e', second: '#099d62', ground: '#dff5e7' },
  { main: '#03635a', second: '#099a8d', ground: '#d9f6f1' },
  { main: '#025f73', second: '#0995b2', ground: '#d9f4fc' },
  { main: '#025a8c', second: '#098fda', ground: '#e0f1ff' },
  { main: '#0252a7', second: '#3988ed', ground: '#e4f0ff' },
  { main: '#0146c5', second: '#4e85ef', ground: '#e6efff' },
  { main: '#373bc6', second: '#6b7ff0', ground: '#e9eeff' },
  { main: '#562ec0', second: '#8877ec', ground: '#edecff' },
  { main: '#6c21b4', second: '#a070e3', ground: '#f1ebff' },
  { main: '#7e12a2', second: '#b368d3', ground: '#f6e9fd' },
  { main: '#8c038d', second: '#c363c1', ground: '#fae8f9' },
  { main: '#950372', second: '#d05dab', ground: '#fee7f4' },
  { main: '#9b0355', second: '#db598d', ground: '#ffe7ee' },
  { main: '#a00338', second: '#e15970', ground: '#ffe8ea' },
  { main: '#a30404', second: '#e25c4d', ground: '#ffe9e5' },
  { main: '#923001', second: '#df6030', ground: '#ffe9e2' },
  { main: '#814301', second: '#ce6f07', ground: '#ffeadc' },
  { main: '#714e02', second: '#b47e07', ground: '#faedd9' },
]
