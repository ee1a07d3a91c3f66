export { channelsOf, type Channels } from './channels.ts'
export { contrast } from './contrast.ts'
export { coloursIn } from './list.ts'
export { hexOf, oklabOf, type Oklab } from './oklab.ts'
