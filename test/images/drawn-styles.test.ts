import { expect } from 'chai'
import { ask } from '../../packages/generator-dicebear/test/ask.ts'
import { styleNames } from '../../packages/generator-dicebear/src/styles.ts'
import { renderFile } from '../../src/images/render.ts'
import { assertSafeSvg } from '../../src/images/safe-svg.ts'
import { openImage } from '../../src/images/sharp.ts'

describe('what DiceBear draws', () => {
  for (const style of styleNames)
    it(`as ${style} passes as a safe SVG, and is neither blank nor see-through`, async () => {
      for (let at = 0; at < 20; at++) {
        const bytes = new TextEncoder().encode(await ask(`person.${at}@example.com`, { style, size: 64 }))
        assertSafeSvg(bytes)
        if (at > 2) continue
        const { bytes: png } = await renderFile(bytes, { size: 64, format: 'png' })
        const { channels, isOpaque } = await (await openImage(png)).stats()
        expect(isOpaque, `${at}`).to.equal(true)
        expect(Math.max(...channels.slice(0, 3).map(({ stdev }) => stdev)), `${at}`).to.be.greaterThan(5)
      }
    })
})
