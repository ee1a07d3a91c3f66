import { expect } from 'chai'
import { wantedPlugin } from '../../src/operations/wanted-plugin.ts'

describe('what is meant by the name of a plugin', () => {
  it('is one of four packages for a short name, ours first', () => {
    expect(wantedPlugin('robohash')).to.deep.equal({
      from: 'registry',
      names: [
        '@avatarctl/generator-robohash',
        '@avatarctl/directory-robohash',
        'avatarctl-generator-robohash',
        'robohash',
      ],
      range: 'latest',
    })
  })

  const named: [given: string, name: string, range: string][] = [
    ['@acme/generator-robots', '@acme/generator-robots', 'latest'],
    ['@acme/generator-robots@1.2.3', '@acme/generator-robots', '1.2.3'],
    ['@acme/generator-robots@^1.2', '@acme/generator-robots', '^1.2'],
    ['@acme/generator-robots@>=1 <3', '@acme/generator-robots', '>=1 <3'],
    ['@acme/generator-robots@next', '@acme/generator-robots', 'next'],
  ]
  for (const [given, name, range] of named) {
    it(`is ${name}, ${range}, for ${given}`, () => {
      expect(wantedPlugin(given)).to.deep.equal({ from: 'registry', names: [name], range })
    })
  }

  for (const given of [
    './x-1.0.0.tgz',
    '/srv/x.tgz',
    'file:x.tgz',
    'file:///srv/x.tgz',
    'x.tar.gz',
    'a/b.tgz',
  ]) {
    it(`is a tarball for ${given}, which is no address of anything on a network`, () => {
      expect(wantedPlugin(given)).to.deep.equal({ from: 'tarball', path: given })
    })
  }

  const refused: [given: string, says: RegExp][] = [
    ['./robots', /plugins link \.\/robots/],
    ['/srv/robots', /plugins link/],
    ['file:../robots', /plugins link \.\.\/robots/],
    ['acme/robots', /not installed from there/],
    ['github:acme/robots', /not installed from there/],
    ['git+ssh://git@example.com/acme/robots.git', /not installed from there/],
    ['https://example.com/robots.tgz', /not installed from there/],
    ['npm:robots@1', /not installed from there/],
    ['', /not the name/],
    ['--registry=x', /not the name/],
    ['robots@--global', /not the name/],
    ['robots@file:../x', /not the name/],
    ['robots@https://example.com/x', /not the name/],
    ['ROBOTS', /not the name/],
    ['robots; rm', /not the name/],
    ['x'.repeat(300), /not the name/],
  ]
  for (const [given, says] of refused) {
    it(`is not understood for "${given.slice(0, 50)}"`, () => {
      expect(() => wantedPlugin(given))
        .to.throw()
        .that.satisfies((error: { message: string; hint: string }) =>
          says.test(`${error.message} ${error.hint}`),
        )
    })
  }
})
