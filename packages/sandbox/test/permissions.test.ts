import { expect } from 'chai'
import { ACCOUNT, imagePath, picture, practise, somebody, upload, type Practice } from './client.ts'

describe('permissions', () => {
  let here: Practice
  let target: number
  beforeEach(async () => {
    here = await practise({ limits: 'none', missingPhoto: 'placeholder' })
    target = somebody(here.sandbox, 'with')
  })
  afterEach(() => here.close())

  const answers = async () => ({
    account: await here.call(ACCOUNT),
    list: await here.call(`${ACCOUNT}/extension`),
    one: await here.call(`${ACCOUNT}/extension/${target}`),
    image: await here.call(here.sandbox.mediaUrl + imagePath(target)),
    put: await here.call(imagePath(target), upload(picture())),
    remove: await here.call(imagePath(target), { method: 'DELETE' }),
  })
  const codes = async () => {
    const entries = Object.entries(await answers())
    return Object.fromEntries(entries.filter(([, { code }]) => code).map(([name, { code }]) => [name, code]))
  }
  const check = async (permission: string, more = '') =>
    (await here.call(`${ACCOUNT}/extension/~/authz-profile/check?permissionId=${permission}${more}`)).json

  it('of the app are needed for reading and for writing', async () => {
    here.sandbox.settings.appPermissions = ['ReadAccounts']
    expect(await codes()).to.deep.equal({ put: 'CMN-401', remove: 'CMN-401' })
    here.sandbox.settings.appPermissions = []
    const refused = await here.call(ACCOUNT)
    expect(refused.status).to.equal(403)
    expect(refused.json).to.deep.include({
      errorCode: 'InsufficientPermissions',
      permissionName: 'ReadAccounts',
    })
    expect(refused.json.errors).to.deep.equal([
      {
        errorCode: 'CMN-401',
        message: 'In order to call this API endpoint, application needs to have [ReadAccounts] permission',
        permissionName: 'ReadAccounts',
      },
    ])
    here.sandbox.settings.repeatErrorOnTop = false
    expect((await here.call(ACCOUNT)).json).to.have.keys('errors')
    expect((await here.login()).json.scope).to.equal('')
  })

  it('of the user are needed, for others too', async () => {
    const { userPermissions } = here.sandbox.settings
    expect(await codes()).to.deep.equal({})
    userPermissions['EditUserInfo'] = 'self'
    expect(await codes()).to.deep.equal({ put: 'CMN-419', remove: 'CMN-419' })
    expect((await here.call(imagePath(here.sandbox.company.admin.id), upload(picture()))).status).to.equal(
      204,
    )
    userPermissions['EditUserInfo'] = 'none'
    expect(await codes()).to.deep.equal({ put: 'CMN-408', remove: 'CMN-408' })
    userPermissions['ReadExtensions'] = 'none'
    expect(await codes()).to.include({ list: 'CMN-408', one: 'CMN-408', image: 'CMN-408' })
    userPermissions['ReadCompanyInfo'] = 'none'
    expect(await codes()).to.include({ account: 'CMN-408' })
  })

  it('of somebody who is no administrator reach as far as their own photo', async () => {
    const { company, credentials } = here.sandbox
    const colleague = company.people.find(
      ({ admin, status, id }) => !admin && status === 'Enabled' && id !== target,
    )!
    await here.login({ assertion: credentials.issueJwt(colleague.id) })
    const others = { list: 'CMN-419', one: 'CMN-419', image: 'CMN-419', put: 'CMN-419', remove: 'CMN-419' }
    expect(await codes()).to.deep.equal(others)
    expect((await check('EditUserInfo', `&targetExtensionId=${target}`)).successful).to.be.false
    expect((await check('EditUserInfo')).successful).to.be.true

    for (const own of ['~', String(colleague.id)]) {
      expect((await here.call(`${ACCOUNT}/extension/${own}`)).json.id).to.equal(colleague.id)
      const image = `${ACCOUNT}/extension/${own}/profile-image`
      expect((await here.call(image, upload(picture()))).status).to.equal(204)
      expect((await here.call(here.sandbox.mediaUrl + image)).bytes.equals(picture())).to.be.true
      expect((await here.call(image, { method: 'DELETE' })).status).to.equal(204)
      expect(company.photo(colleague.id)).to.equal(null)
    }
  })

  it('of those who are no administrators are set for all of them', async () => {
    const { company, credentials, settings } = here.sandbox
    const colleague = company.people.find(({ admin, status }) => !admin && status === 'Enabled')!
    await here.login({ assertion: credentials.issueJwt(colleague.id) })
    settings.ordinaryPermissions = { ReadExtensions: 'all' }
    expect(await codes()).to.deep.equal({ account: 'CMN-408', put: 'CMN-408', remove: 'CMN-408' })
  })

  it('can be asked for beforehand', async () => {
    const other = `&targetExtensionId=${target}`
    const granted = await check('EditUserInfo', other)
    expect(granted.successful).to.be.true
    expect(granted.details).to.deep.include({ scopes: ['Self', 'AllExtensions'] })
    expect(granted.details.permission.id).to.equal('EditUserInfo')
    here.sandbox.settings.userPermissions['EditUserInfo'] = 'self'
    expect((await check('EditUserInfo', other)).successful).to.be.false
    expect((await check('EditUserInfo')).details.scopes).to.deep.equal(['Self'])
    here.sandbox.settings.userPermissions['EditUserInfo'] = 'none'
    expect(await check('EditUserInfo')).to.have.keys('uri', 'successful')
    expect((await check('Nonsense')).errors[0]?.parameterName).to.equal('permissionId')
    expect((await check('')).errors[0]?.errorCode).to.equal('CMN-101')
    expect((await check('EditUserInfo', '&targetExtensionId=1')).errors[0]?.parameterName).to.equal(
      'targetExtensionId',
    )
  })

  it('are no help where a feature is off', async () => {
    here.sandbox.settings.featuresOff = ['Profile Image Streaming']
    expect(await codes()).to.deep.equal({ image: 'CMN-109' })
    here.sandbox.settings.featuresOff = ['EditExtensionInfo', 'ReadExtensions']
    expect(await codes()).to.deep.equal({
      list: 'CMN-109',
      one: 'CMN-109',
      put: 'CMN-109',
      remove: 'CMN-109',
    })
  })
})
