import { exitCodes } from '../errors.ts'
import type { Guide } from './guide.ts'

const practice = 'sandbox:'
/** No connection can be called so. */
const another = '+'

/** Chooses a directory, or makes a connection to one, and sees that it works; answers with what `-d` takes. */
export async function chooseDirectory(guide: Guide): Promise<string> {
  for (;;) {
    const chosen = await choose(guide)
    const address = chosen === another ? await addConnection(guide) : chosen
    if (address !== undefined && (await works(guide, address))) return address
  }
}

async function choose(guide: Guide): Promise<string> {
  const composition = guide.compose()
  const known = await composition.listedConnections()
  const used = await composition.targets(process.env['AVATARCTL_DIRECTORY']).catch(() => [])
  const others = used.map(({ address }) => address).filter((one) => !known.some(({ name }) => name === one))
  const named = known.map(({ name, title, type, problem }) => ({
    value: name,
    name: `${name} (${title ?? type})`,
    description: problem ?? undefined,
  }))
  const assumed = used[0]?.address ?? practice
  return await guide.choose('Which directory?', {
    why: 'A directory is where the people and their photos are.',
    choices: [
      ...named,
      ...others.filter((one) => one !== practice).map((one) => ({ value: one, name: one })),
      {
        value: practice,
        name: 'A made-up company, to practise on',
        description: 'It needs no account and is on this machine only.',
      },
      {
        value: another,
        name: 'Another one, such as RingCentral or a folder',
        description: 'You are asked for what it needs, and it is kept in the settings.',
      },
    ],
    assumed,
  })
}

/** Answers with the name of the new one; undefined where there is none. */
async function addConnection(guide: Guide): Promise<string | undefined> {
  const names = async () => (await guide.compose().listedConnections()).map(({ name }) => name)
  const before = await names()
  await guide.run({ id: 'connections:add', args: [] })
  const added = (await guide.compose().listedConnections()).find(({ name }) => !before.includes(name))
  if (!added) return undefined
  const { name, secrets } = added
  guide.did(`${name} is in the settings; nothing else was done.`)
  if (!Object.values(secrets).includes(null)) return name
  const isNow = await guide.isYes('Sign in now?', {
    why: `Without its secrets nobody can look into ${name}. Later, \`avatarctl login ${name}\` asks for them.`,
    assumed: true,
  })
  if (!isNow) return undefined
  return (await guide.run({ id: 'login', args: [name] })) === exitCodes.done ? name : undefined
}

/** Tests it; where that fails, answers with false when another one is to be chosen. */
async function works(guide: Guide, address: string): Promise<boolean> {
  for (;;) {
    guide.say()
    const code = await guide.run({ id: 'connections:test', args: [address] })
    if (code === exitCodes.done) return true
    const known = (await guide.compose().listedConnections()).find(({ name }) => name === address)
    const canSignIn = known?.from === 'settings' && Object.keys(known.secrets).length > 0
    const next = await guide.choose('What now?', {
      why: `${address} cannot be used as it is; the lines above say why.`,
      choices: [
        ...(canSignIn ? [{ value: 'login', name: 'Sign in' } as const] : []),
        { value: 'other', name: 'Choose another directory' },
        { value: 'again', name: 'Try it once more' },
        { value: 'leave', name: 'Leave' },
      ],
      assumed: canSignIn ? 'login' : 'other',
    })
    if (next === 'leave') guide.leave(code)
    if (next === 'other') return false
    if (next === 'login') await guide.run({ id: 'login', args: [address] })
  }
}
