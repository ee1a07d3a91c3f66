import { Errors } from '@oclif/core'
import { expect } from 'chai'
import { firstFailure } from '../src/told-error.ts'
import { AppError } from '../src/errors.ts'

describe('what a command says when two things fail', () => {
  const full = new AppError('vault-unwritable', 'The disk is full')
  const closing = new AppError('vault-unwritable', 'The ledger cannot be closed')
  const both = (later: unknown, first: unknown) =>
    Object.assign(new Error('An error was suppressed during disposal'), { error: later, suppressed: first })

  it('is what failed first, and not that it could not be put away', () => {
    expect(firstFailure(full)).to.equal(full)
    expect(firstFailure(both(closing, full))).to.equal(full)
    expect(firstFailure(both(closing, both(closing, full)))).to.equal(full)
  })

  it('is the failure at the end where the work had only chosen its exit code', () => {
    expect(firstFailure(both(closing, new Errors.ExitError(3)))).to.equal(closing)
  })
})
