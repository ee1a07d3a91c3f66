import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import {
  inputsFrom,
  mustBeNoSecret,
  mustHaveAll,
  mustHaveOptions,
  variablesFor,
} from '../../src/plugins/generator-inputs.ts'
import { redacted } from '../../src/redaction.ts'

const robots = {
  id: 'robots',
  secrets: ['password', 'key'],
  environment: { ROBOTS_URL: 'url', ROBOTS_PASSWORD: 'password', OLD_PASSWORD: 'password' },
}

describe('what a generator is given by the environment', () => {
  it('is what its manifest names there, and nothing else', () => {
    const { options, variables, secrets } = inputsFrom(robots, {
      ...{ ROBOTS_URL: 'ldaps://one', ROBOTS_PASSWORD: 'of-the-robots', HOME: '/root', OLD_PASSWORD: '' },
    })
    expect(options).to.deep.equal({ url: 'ldaps://one' })
    expect(variables).to.deep.equal({ url: 'ROBOTS_URL' })
    expect(Object.keys(secrets)).to.deep.equal(['password'])
    expect([secrets['password']?.reveal(), String(secrets['password'])]).to.deep.equal([
      'of-the-robots',
      '[secret]',
    ])
    expect(redacted('It was of-the-robots.')).to.equal('It was [secret].')
    expect(variablesFor(robots, 'password')).to.deep.equal(['ROBOTS_PASSWORD', 'OLD_PASSWORD'])
  })

  it('is nothing where its manifest names none', () => {
    const nothing = { options: {}, variables: {}, secrets: {} }
    expect(inputsFrom({ id: 'cats' }, { HOME: '/root' })).to.deep.equal(nothing)
  })

  it('has to have every secret; what says so names each way to give it', () => {
    const { secrets } = inputsFrom(robots, { ROBOTS_PASSWORD: 'of-the-robots' })
    const error = caught(() => mustHaveAll(robots, secrets))
    expect(error).to.include({ message: 'robots needs its secret key', code: 'wrong-use' })
    expect(error?.hint).to.equal('`avatarctl login -g robots` asks for it and keeps it.')
    expect(caught(() => mustHaveAll(robots, {}))?.hint).to.contain('set ROBOTS_PASSWORD or OLD_PASSWORD')
  })

  it('has to have the options that it cannot do without; what says so names each way to give them', () => {
    const strict = { ...robots, options: { type: 'object', required: ['url'] } } as const
    expect(caught(() => mustHaveOptions(strict, { url: 'x' }))).to.equal(undefined)
    expect(caught(() => mustHaveOptions(strict, {}))).to.include({
      message: 'robots needs its option url',
      hint: 'Give it as ROBOTS_URL in the environment, --option robots.url=VALUE, or under generatorOptions in the settings.',
    })
  })

  it('has no secret among its options, which is never shown', () => {
    const error = caught(() => mustBeNoSecret(robots, { url: 'x', password: 'typed-on-a-line' }))
    expect(error?.message).to.equal('password of robots is a secret, and others can read options')
    expect(redacted('typed-on-a-line')).to.equal('[secret]')
    expect(caught(() => mustBeNoSecret(robots, { url: 'x' }))).to.equal(undefined)
  })
})

function caught(work: () => void): AppError | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    expect(error).to.be.instanceOf(AppError)
    return error as AppError
  }
}
