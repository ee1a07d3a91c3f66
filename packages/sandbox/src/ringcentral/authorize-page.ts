import { createHash } from 'node:crypto'
import type { Answer } from '../http/answer.ts'
import { displayName, type Extension } from '../company/extension.ts'

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f3f4f7; color: #1c2330; }
main { max-width: 26rem; margin: 10vh auto; padding: 2rem; background: #fff; border-radius: 12px; box-shadow: 0 2px 12px #0002; }
h1 { font-size: 1.3rem; margin: 0 0 1rem; }
label { display: block; font-weight: 600; }
select, button { font: inherit; padding: 0.5rem 0.8rem; border-radius: 8px; border: 1px solid #98a1b3; }
select { width: 100%; margin: 0.3rem 0 1.2rem; background: #fff; }
button { margin-right: 0.5rem; background: #fff; color: inherit; }
button[value="allow"] { background: #06529c; border-color: #06529c; color: #fff; }
small { display: block; margin-top: 1.5rem; color: #5a6478; }
`

/** Who are you, and may this app do what it asks? */
export function loginPage(
  company: { name: string },
  people: readonly Extension[],
  query: URLSearchParams,
  redirectUri: string,
): Answer {
  const options = people.map((one) => {
    const role = one.admin ? ' (administrator)' : ''
    return `<option value="${one.id}">${escaped(displayName(one) ?? String(one.id))}${role}</option>`
  })
  return page(
    200,
    `Sign in to ${company.name}`,
    `<form method="post" action="?${escaped(query.toString())}">
<p>avatarctl would like to see the people of this account and change their photos.</p>
<label for="user">You are</label>
<select id="user" name="user">${options.join('')}</select>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
<small>A made-up company for practice: there is no password.</small>
</form>`,
    new URL(redirectUri).origin,
  )
}

/** For somebody who cannot be sent back. */
export function refusalPage(why: string): Answer {
  return page(400, 'This sign-in cannot go on', `<p>${escaped(why)}</p>`)
}

function page(status: number, title: string, content: string, next = ''): Answer {
  const style = createHash('sha256').update(STYLE).digest('base64')
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>
${content}
</main></body></html>
`
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      // A browser holds where a form is answered from against this as well as where it is sent.
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${style}'; form-action 'self' ${next}; frame-ancestors 'none'; base-uri 'none'`,
    },
    body: Buffer.from(html),
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
