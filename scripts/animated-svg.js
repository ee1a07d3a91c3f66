// Writes screens of a terminal as one picture that moves by CSS alone. It works within <img>, asks nobody for anything,
// follows light and dark, and stands still at its end for whoever has asked for less motion.

const cell = { width: 8.4, height: 19 }
const margin = { x: 16, top: 40, bottom: 14 }

/** Milliseconds: how long a screen is shown at least, and at most where nothing moves. */
const least = 120
const most = 2_600

/**
 * `frames` are `{ at, rows }` in the order of their times, in milliseconds from the beginning; `rows` as terminal-screen.js
 * gives them. `duration` says when it begins again.
 */
export function animatedSvg({ columns, rows, title, description, frames, duration }) {
  const shots = shotsOf(frames, duration)
  const width = Math.ceil(columns * cell.width) + 2 * margin.x
  const height = rows * cell.height + margin.top + margin.bottom
  const lines = new Map()
  const idOf = (drawn) => {
    if (!lines.has(drawn)) lines.set(drawn, `l${lines.size.toString(36)}`)
    return lines.get(drawn)
  }
  const strip = shots.map((shot, index) => {
    const uses = shot.rows.flatMap((pieces, row) =>
      pieces.length === 0 ? [] : [`<use href="#${idOf(lineOf(pieces))}" y="${row * cell.height}"/>`],
    )
    return `<g transform="translate(${index * width})">${uses.join('')}</g>`
  })
  const total = shots.reduce((sum, { lasts }) => sum + lasts, 0)
  const defs = [...lines].map(([drawn, id]) => `<g id="${id}">${drawn}</g>`).join('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>
${look}
.strip { animation: story ${(total / 1000).toFixed(2)}s step-end infinite }
@keyframes story {
${keyframesOf(shots, total, width)}
}
@media (prefers-reduced-motion: reduce) { .strip { animation: none; transform: translate(${-(shots.length - 1) * width}px) } }
</style>
<defs>
${defs}
</defs>
<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
<circle class="dot" cx="20" cy="19" r="5.5"/><circle class="dot" cx="39" cy="19" r="5.5"/><circle class="dot" cx="58" cy="19" r="5.5"/>
<svg x="${margin.x}" y="${margin.top}" width="${width - 2 * margin.x}" height="${height - margin.top}" overflow="hidden"><g class="strip">
${strip.join('\n')}
</g></svg>
</svg>
`
}

/** Screens that differ, each with how long it is shown; what comes in quick succession is one, and long waits are cut. */
function shotsOf(frames, duration) {
  const kept = []
  for (const frame of frames) {
    const key = JSON.stringify(frame.rows)
    const last = kept.at(-1)
    if (last?.key === key) continue
    if (last && frame.at - last.at < least) Object.assign(last, { key, rows: frame.rows })
    else kept.push({ key, at: frame.at, rows: frame.rows })
  }
  return kept.map(({ at, rows }, index) => {
    const next = kept[index + 1]
    return { rows, lasts: next ? Math.min(next.at - at, most) : Math.max(duration - at, most) }
  })
}

function keyframesOf(shots, total, width) {
  let at = 0
  return shots
    .map(({ lasts }, index) => {
      const line = `${((at / total) * 100).toFixed(2)}% { transform: translate(${-index * width}px) }`
      at += lasts
      return line
    })
    .join('\n')
}

/** Each piece where it belongs, as wide as its letters are in a terminal, whatever font there is. */
function lineOf(pieces) {
  return pieces
    .map(({ column, width, text, colour, bold, dim }) => {
      const classes = [colour === undefined ? '' : `c${colour % 8}`, bold ? 'b' : '', dim ? 'd' : '']
      const named = classes.filter(Boolean).join(' ')
      const x = (column * cell.width).toFixed(1)
      const long = (width * cell.width).toFixed(1)
      return `<text x="${x}" y="14" textLength="${long}"${named && ` class="${named}"`}>${escaped(text)}</text>`
    })
    .join('')
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Every colour is 4.5:1 or more on its ground. */
const look = `svg { color-scheme: light dark }
.ground { fill: #fbfbfd; stroke: #d3d6de }
.dot { fill: #d3d6de }
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: pre; fill: #23262e }
.b { font-weight: 700 }
.d { fill: #646a78 }
.c0 { fill: #646a78 } .c1 { fill: #b3261e } .c2 { fill: #16733a } .c3 { fill: #8a5700 }
.c4 { fill: #1e5bb8 } .c5 { fill: #8a2c9e } .c6 { fill: #0b6b78 } .c7 { fill: #23262e }
@media (prefers-color-scheme: dark) {
.ground { fill: #16181d; stroke: #363a44 }
.dot { fill: #3d424d }
text { fill: #e4e6eb }
.d, .c0 { fill: #9aa0ad } .c1 { fill: #ff8a80 } .c2 { fill: #6fd08c } .c3 { fill: #f0c060 }
.c4 { fill: #8ab4f8 } .c5 { fill: #d7a6e8 } .c6 { fill: #6cd0dc } .c7 { fill: #e4e6eb }
}`
