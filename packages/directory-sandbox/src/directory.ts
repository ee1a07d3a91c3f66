import ringcentral from '@avatarctl/directory-ringcentral'
import { type KeptCompany, keptPhotos, readKeptCompany, startSandbox } from '@avatarctl/sandbox'
import type { Directory, DirectoryContext, DirectoryPlugin } from '@avatarctl/sdk'

/** A made-up company, served on this machine for as long as it is open; its photos are kept for the next time. */
export default { open, origins: () => ['http://127.0.0.1:*'] } satisfies DirectoryPlugin

async function open(context: DirectoryContext): Promise<Directory> {
  const { generation, ...state } = await companyIn(context.stateFolder)
  const sandbox = await startSandbox({ ...state, store: keptPhotos(context.stateFolder) })
  const { serverUrl, mediaUrl, credentials, company } = sandbox
  try {
    const directory = await ringcentral.open({
      ...context,
      options: { server: serverUrl, media: mediaUrl, clientId: credentials.clientId },
      secrets: { clientSecret: credentials.clientSecret, jwt: credentials.issueJwt(company.admin.id) },
    })
    return {
      ...directory,
      identity: { service: 'sandbox', account: `${company.accountId}-${generation}` },
      async close() {
        await directory.close?.()
        await sandbox.close()
      },
    }
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

async function companyIn(folder: string): Promise<KeptCompany> {
  try {
    return await readKeptCompany(folder)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw Object.assign(new Error(`The made-up company in ${folder} cannot be read: ${why}`), {
      ...{ kind: 'unusable', outcome: 'not-applied' },
      hint: 'Start it anew with avatarctl sandbox --reset.',
    })
  }
}
