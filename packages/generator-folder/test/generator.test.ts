import type { GeneratorImage, GeneratorPerson, Options } from '@avatarctl/sdk'
import { expect } from 'chai'
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import folderGenerator from '../src/generator.ts'

const person = (id: string, more: Partial<GeneratorPerson>): GeneratorPerson => ({
  ...{ id, kind: 'person', status: 'enabled' },
  ...more,
})
const ada = person('1', { email: 'ada@example.org', firstName: 'Ada', lastName: 'Lovelace' })
const kim = person('2', { name: 'Kim Lee' })
const lee = person('3', { name: 'Lee, Kim' })
const all = [ada, kim, lee]

describe('the generator folder', () => {
  let folder: string
  beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'generator-folder-'))))
  afterEach(() => rm(folder, { recursive: true }))

  const put = (name: string, text = name) => writeFile(path.join(folder, name), text)
  const { signal } = new AbortController()
  const fetch = () => Promise.reject(new Error('nobody is asked'))

  /** Opens it, and asks for each person; `listings` counts how often everybody was listed. */
  async function opened(options: Options, everybody?: readonly GeneratorPerson[]) {
    const listings = { count: 0 }
    await folderGenerator.open({ options, secrets: {}, fetch, signal })
    async function* again() {
      listings.count += 1
      yield* await Promise.resolve(everybody!)
    }
    const ask = (who: GeneratorPerson) =>
      folderGenerator.generate({
        ...{ person: who, seed: who.id, size: 64, options, fetch, signal },
        ...(everybody && { everybody: again }),
      })
    return { ask, listings }
  }
  const text = (answer: unknown) => Buffer.from((answer as GeneratorImage).bytes).toString()
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail('It did not fail'),
      (error: unknown) => error as Error & { hint?: string },
    )

  it('has the photo whose name names the person, with the time of its last change', async () => {
    await put('ada@example.org.jpg')
    await utimes(path.join(folder, 'ada@example.org.jpg'), 0, new Date('2024-05-06T07:08:09Z'))
    const { ask, listings } = await opened({ path: folder }, all)
    const [answer] = await Promise.all([ask(ada), ask(kim), ask(lee)])
    expect(text(answer)).to.equal('ada@example.org.jpg')
    expect(answer).to.include({ modified: '2024-05-06T07:08:09.000Z' })
    expect(await ask(kim)).to.equal(null)
    // Everybody is listed once, however many are asked for.
    expect(listings.count).to.equal(1)
  })

  it('lists nobody for an empty folder', async () => {
    const { ask, listings } = await opened({ path: folder }, all)
    expect(await ask(ada)).to.equal(null)
    expect(listings.count).to.equal(0)
  })

  it('has none where a namesake is in the directory, even if nobody asks for them', async () => {
    await put('kim.lee.jpg')
    const { ask } = await opened({ path: folder }, all)
    expect(await ask(kim)).to.deep.equal({ none: 'kim.lee.jpg may be of 2 people' })
  })

  it('has none where several files may be the one', async () => {
    for (const name of ['Ada Lovelace.jpg', 'ada@example.org.png', '1.gif', '1.webp']) await put(name)
    const { ask } = await opened({ path: folder }, all)
    expect(await ask(ada)).to.deep.equal({
      none: 'several photos may be this one: 1.gif, 1.webp, Ada Lovelace.jpg and 1 more',
    })
  })

  it('says so in one short line, whatever files are called', async () => {
    for (const ending of ['jpg', 'png', 'gif', 'webp']) await put(`${'\u202e%20\n'.repeat(30)}1.${ending}`)
    const { ask } = await opened({ path: folder, match: 'id' }, [person(`${'\u202e \n'.repeat(30)}1`, {})])
    const answer = await ask(person(`${'\u202e \n'.repeat(30)}1`, {}))
    const { none } = answer as { none: string }
    expect(none)
      .to.match(/^several photos[^\p{C}]+$/u)
      .and.to.have.length.at.most(200)
  })

  it('gives a file to one person only, where nobody says who else there is', async () => {
    await put('kim.lee.jpg')
    const { ask } = await opened({ path: folder })
    expect(text(await ask(kim))).to.equal('kim.lee.jpg')
    expect(await ask(lee)).to.deep.equal({ none: 'kim.lee.jpg may be of 2 people' })
    expect(text(await ask(kim))).to.equal('kim.lee.jpg')
  })

  it('goes by what it was told to go by', async () => {
    await put('Kim Lee.jpg')
    const people = [kim, person('Kim Lee', {})]
    expect(await (await opened({ path: folder, match: 'name' }, people)).ask(people[1]!)).to.equal(null)
    expect(text(await (await opened({ path: folder, match: 'name, id' }, people)).ask(kim))).to.equal(
      'Kim Lee.jpg',
    )
    expect(await (await opened({ path: folder, match: 'id,name' }, people)).ask(kim)).to.equal(null)
  })

  it('goes by a table, where there is one', async () => {
    await mkdir(path.join(folder, 'in'))
    await put('in/IMG_1.jpg')
    await put('ada@example.org.jpg')
    await put('map.csv', 'person,file\nada@example.org,in/IMG_1.jpg\nKim Lee,in/IMG_2.jpg\n')
    const { ask } = await opened({ map: path.join(folder, 'map.csv') }, [ada, kim])
    expect(text(await ask(ada))).to.equal('in/IMG_1.jpg')
    // Somebody has promised a photo: that it is not there must not look like "none".
    expect((await failure(ask(kim))).message).to.equal('in/IMG_2.jpg: there is no such file')
  })

  it('fails for a photo that cannot be read any more, and for no other', async () => {
    for (const name of ['1.jpg', '2.jpg', '3.jpg']) await put(name)
    const { ask } = await opened({ path: folder }, all)
    await rm(path.join(folder, '1.jpg'))
    await rm(path.join(folder, '2.jpg'))
    await symlink('/etc/passwd', path.join(folder, '2.jpg'))
    expect((await failure(ask(ada))).message).to.equal('1.jpg is not there any more')
    expect((await failure(ask(kim))).message).to.equal('2.jpg leads out of the folder')
    expect(text(await ask(lee))).to.equal('3.jpg')
  })

  it('looks at its files anew when it is opened again, and keeps chains with other options apart', async () => {
    const options = { path: folder }
    expect(await (await opened(options, all)).ask(ada)).to.equal(null)
    await put('1.jpg')
    const { ask } = await opened(options, all)
    await opened({ path: folder, match: 'employee' }, all)
    expect(text(await ask(ada))).to.equal('1.jpg')
  })

  it('cannot be opened without a folder that is there', async () => {
    expect(await failure(opened({})))
      .to.include({ kind: 'unusable' })
      .and.to.have.property('hint')
    expect((await failure(opened({ path: path.join(folder, 'no') }))).message).to.include(
      'There is no folder',
    )
  })
})
