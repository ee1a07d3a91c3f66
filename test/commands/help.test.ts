import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('help', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path, env: { COLUMNS: '80' } })

  it('has every command in a group, what people come for first, in 80 columns', async () => {
    const { stdout, code } = await run('--help')
    expect(code).to.equal(0)
    const heads = stdout.split('\n').filter((line) => /^[A-Z ]+$/.test(line))
    expect(heads).to.deep.equal([
      ...['VERSION', 'USAGE', 'EVERY DAY', 'PICTURES'],
      ...['WHAT WAS DONE AND IS KEPT', 'SETTING UP', 'TO PRACTISE'],
    ])
    const lines = stdout.split('\n').filter((line) => !line.startsWith('Keeps every person'))
    expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(80)
    for (const name of ['list', 'sync', 'upload', 'restore', 'vault', 'connections', 'doctor', 'demo'])
      expect(stdout).to.match(new RegExp(`^  ${name} +\\w`, 'm'))
  })

  const slips: [typed: string[], message: string, hint: string][] = [
    [['lst'], 'There is no command "lst"', 'Did you mean `avatarctl list`?'],
    [['vault', 'vrify'], 'There is no command "vault vrify"', 'Did you mean `avatarctl vault verify`?'],
    [['help', 'synk'], 'There is no command "synk"', 'Did you mean `avatarctl sync`?'],
    [['runs', 'zzzzz'], 'There is no command "runs zzzzz"', 'There is runs list, runs show.'],
    [['frobnicate'], 'There is no command "frobnicate"', '`avatarctl --help` shows every command.'],
    [['sync', 'now'], 'avatarctl sync takes no argument, and was given "now"', '`avatarctl sync --help`'],
    [['runs'], '"runs" is not a command by itself', 'There is runs list, runs show.'],
    [['sync', '--dryrun'], 'There is no flag --dryrun', 'Did you mean --dry-run?'],
    [
      ['list', '--wher', 'id=1', '--colums', 'id'],
      'There are no flags --wher, --colums',
      'Did you mean --where and --columns?',
    ],
    [['list', '--zzzzzz'], 'There is no flag --zzzzzz', 'See more help with --help'],
  ]
  for (const [typed, message, hint] of slips)
    it(`says what was meant by ${typed.join(' ')}: exit 2`, async () => {
      const { code, json } = await run(...typed, '--json')
      expect(code).to.equal(2)
      const { error } = json<{ error: { code: string; message: string; hint: string } }>()
      expect(error).to.include({ code: 'wrong-use', message })
      expect(error.hint).to.contain(hint)
    })

  it('is shown for a topic by itself, and for a command of one', async () => {
    const topic = await run('vault')
    expect(topic.code).to.equal(0)
    expect(topic.stdout).to.contain('vault verify')
    expect((await run('help', 'vault', 'verify')).stdout).to.contain('--read-data')
    expect((await run('vault', '--help')).code).to.equal(0)
  })
})
