import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { repository } from '../support/command-line.ts'

describe('the recording of a terminal', () => {
  let svg: string
  before(async () => {
    svg = await readFile(path.join(repository, 'docs/pictures/recording.svg'), 'utf8')
  })

  it('is small enough for the page that shows it first', () => {
    expect(Buffer.byteLength(svg)).to.be.below(150_000)
  })

  it('moves by CSS alone, and loads nothing from anywhere', () => {
    expect(svg).to.include('@keyframes')
    expect(svg).not.to.match(/<script|<image|<foreignObject|\son\w+=|@import|url\(/)
    const references = [...svg.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)
    expect(references.filter((to) => !to?.startsWith('#'))).to.deep.equal([])
  })

  it('stands still at its end for whoever wants less motion, and follows light and dark', () => {
    const screens = [...svg.matchAll(/<g transform="translate\((\d+)\)">/g)].map(([, x]) => Number(x))
    const still =
      /prefers-reduced-motion: reduce\) \{ \.strip \{ animation: none; transform: translate\((.*?)px/
    expect(Number(still.exec(svg)?.[1])).to.equal(-Math.max(...screens))
    expect(svg).to.include('@media (prefers-color-scheme: dark)')
  })

  it('tells what it shows to whoever cannot see it', () => {
    const { said } = /<desc [^>]*>(?<said>[^<]+)/.exec(svg)?.groups ?? {}
    for (const command of ['list', 'sync', 'restore']) expect(said).to.include(`avatarctl ${command}`)
  })

  it('is of a run in which everything went well, on no machine in particular', () => {
    expect(svg).to.match(/12 people, 12 changed, 0 left as they are/)
    expect(svg).not.to.match(/Error|failed|\/tmp\/|\/home\/|\/work\//)
  })
})
