import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import { diagnose, type Probe, verdict } from '../../src/operations/diagnose.ts'
import type { Finding } from '../../src/records.ts'

const { signal } = new AbortController()

function probe(subject: string, look: Probe['look']): Probe {
  return { area: 'connections', subject, look }
}

async function findings(...probes: Probe[]): Promise<Finding[]> {
  const found: Finding[] = []
  for await (const one of diagnose(probes, signal)) found.push(one)
  return found
}

describe('a diagnosis', () => {
  it('goes on after what fails, and tells it with what to do', async () => {
    const found = await findings(
      probe('a', () => Promise.reject(new AppError('refused', 'no', { hint: 'ask' }))),
      probe('b', () => Promise.resolve([{ severity: 'ok', message: 'yes' }])),
    )
    expect(found).to.deep.equal([
      { area: 'connections', subject: 'a', severity: 'error', message: 'no', hint: 'ask', exitCode: 5 },
      { area: 'connections', subject: 'b', severity: 'ok', message: 'yes', hint: null, exitCode: 0 },
    ])
  })

  it('takes a directory that does not answer for one that cannot be reached', async () => {
    const away = Object.assign(new Error('away'), { kind: 'unavailable', outcome: 'not-applied' })
    const [found] = await findings(probe('a', () => Promise.reject(away)))
    expect(found).to.include({ severity: 'error', message: 'away', exitCode: 6 })
  })

  it('ends with the worst of the errors, and with 0 for warnings', () => {
    expect(verdict([])).to.equal(0)
    expect(verdict([{ severity: 'warning', exitCode: 0 }])).to.equal(0)
    expect(
      verdict([
        { severity: 'error', exitCode: 6 },
        { severity: 'error', exitCode: 2 },
      ]),
    ).to.equal(6)
  })
})
