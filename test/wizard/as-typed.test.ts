import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import { asTyped } from '../../src/wizard/guide.ts'

describe('the command that does the same', () => {
  it('reads as somebody would write it', () => {
    expect(asTyped({ id: 'sync', args: ['-d', 'acme', '-g', 'gravatar,initials'] }, 'linux')).to.equal(
      'avatarctl sync -d acme -g gravatar,initials',
    )
    expect(asTyped({ id: 'connections:test', args: ['sandbox:'] }, 'linux')).to.equal(
      'avatarctl connections test sandbox:',
    )
  })

  it('comes out of a shell as it went in, whatever a folder is called', function () {
    if (process.platform === 'win32') this.skip()
    const args = ['-d', `folder:/srv/Ada's $HOME "photos" \\ *`, '', 'a;b', '~']
    const line = asTyped({ id: 'sync', args }, 'linux').replace(/^avatarctl sync/, `printf '%s\\n'`)
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).to.equal(`${args.join('\n')}\n`)
  })
})
