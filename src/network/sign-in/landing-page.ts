import { createHash } from 'node:crypto'

/** What the browser is shown: what came of the sign-in, or that this is no place for it. */
export type LandingPage = 'signed-in' | 'not-signed-in' | 'stray' | 'nothing' | 'elsewhere'

const pages: Record<LandingPage, { status: number; title: string; text: string }> = {
  'signed-in': {
    status: 200,
    title: 'You have signed in',
    text: 'You can close this page. avatarctl goes on in the terminal.',
  },
  'not-signed-in': {
    status: 200,
    title: 'That did not work',
    text: 'The terminal says why, and what to do. You can close this page.',
  },
  stray: {
    status: 400,
    title: 'This is not the sign-in that avatarctl waits for',
    text: 'It may be an older one. Use the address that the terminal shows now.',
  },
  nothing: { status: 404, title: 'There is nothing here', text: 'avatarctl waits here for a sign-in only.' },
  elsewhere: { status: 421, title: 'There is nothing here', text: 'avatarctl is not at this address.' },
}

const style = `
body { font: 18px/1.5 system-ui, sans-serif; margin: 0; background: #f6f5f1; color: #22262e; }
main { max-width: 28rem; margin: 18vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.8rem; }
@media (prefers-color-scheme: dark) { body { background: #1d2026; color: #eceae4; } }
`
const styleHash = createHash('sha256').update(style).digest('base64')

/** A page that loads nothing, runs nothing, and is kept by nobody: its address has a code in it. */
export function landingPage(name: LandingPage): {
  status: number
  headers: Record<string, string>
  body: string
} {
  const { status, title, text } = pages[name]
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} – avatarctl</title><style>${style}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>
`,
  }
}
