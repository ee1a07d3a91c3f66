import { expect } from 'chai'
import type { AppError } from '../../src/errors.ts'
import type { Contributions } from '../../src/plugins/contributions.ts'
import { signInConnection } from '../../src/plugins/sign-in-connection.ts'

const contributions = {
  generators: [],
  problems: [],
  directories: [
    { id: 'ringcentral', secrets: ['jwt'] },
    { id: 'folder' },
    { id: 'faces', signIn: { browser: {} } },
  ],
} as unknown as Contributions

describe('the connection that somebody signs in to', () => {
  const connections = (...types: string[]) =>
    Object.fromEntries(types.map((type) => [`${type}-${types.length}`, { type, options: {} }]))
  const chosen = (given: string | undefined, theirs: ReturnType<typeof connections>, directory?: string) => {
    try {
      return signInConnection(given, contributions, { connections: theirs, directory })
    } catch (error) {
      const { code, message, hint = '' } = error as AppError
      return `${code}: ${message}. ${hint}`
    }
  }

  it('is the one that is named, of any type', () => {
    expect(chosen('folder-2', connections('ringcentral', 'folder'))).to.equal('folder-2')
  })

  it('is the settings’ own, or the only one with a sign-in', () => {
    const two = connections('ringcentral', 'faces')
    expect(chosen(undefined, two, 'faces-2')).to.equal('faces-2')
    expect(chosen(undefined, connections('ringcentral', 'folder'), 'folder-2')).to.equal('ringcentral-2')
    expect(chosen(undefined, two)).to.contain('It takes a name').and.contain('ringcentral-2, faces-2')
  })

  it('has to be made first where there is none', () => {
    expect(chosen(undefined, {}))
      .to.contain('There is no connection to sign in to')
      .and.contain('connections add')
    expect(chosen('faces-l', connections('faces'))).to.contain('Did you mean faces-1?')
  })

  it('is not repeated where it may be a secret in the place of a name', () => {
    for (const secret of ['RC_USER_JWT=hush', `eyJ${'hush'.repeat(20)}`])
      expect(chosen(secret, connections('faces')))
        .to.contain('no connection of that name')
        .and.not.contain('hush')
  })
})
