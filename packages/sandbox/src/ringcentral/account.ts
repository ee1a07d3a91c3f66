import { json } from '../http/answer.ts'
import { requireApp, requireUser } from './permissions.ts'
import { accountUri, extensionUri } from './records.ts'
import type { Operation } from './service.ts'

export const readAccount: Operation = (service, { caller }) => {
  const { company } = service
  requireApp(service, 'ReadAccounts')
  requireUser(service, caller, 'ReadCompanyInfo', undefined)
  return json(200, {
    id: company.accountId,
    uri: accountUri(service),
    mainNumber: '+15550100',
    operator: { id: company.admin.id, uri: extensionUri(service, company.admin), extensionNumber: '101' },
    serviceInfo: {
      uri: `${accountUri(service)}/service-info`,
      brand: { id: '1210', name: 'RingCentral', homeCountry: { id: '1', name: 'United States' } },
      servicePlan: { id: '1', name: company.name },
    },
    setupWizardState: 'Completed',
    status: 'Confirmed',
    federated: false,
    limits: { maxExtensionNumberLength: 8 },
  })
}
