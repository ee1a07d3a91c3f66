/**
 * 20 colours for people, in equal steps round the circle of hues as the eye sees it (OKLab), without the olives; each as
 * strong as screens show it at a lightness that stands out from white by 7:1.
 *
 * Changing one changes pictures: raise the revision.
 */
export const defaultPalette: readonly string[] = [
  '#3e6102',
  '#036812',
  '#03663e',
  '#03635a',
  '#025f73',
  '#025a8c',
  '#0252a7',
  '#0146c5',
  '#373bc6',
  '#562ec0',
  '#6c21b4',
  '#7e12a2',
  '#8c038d',
  '#950372',
  '#9b0355',
  '#a00338',
  '#a30404',
  '#923001',
  '#814301',
  '#714e02',
]
