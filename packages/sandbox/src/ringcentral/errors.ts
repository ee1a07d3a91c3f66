import { json, Refusal } from '../http/answer.ts'

/** Status and message of every error that this server gives, as the service documents them; `{x}` is a parameter. */
export const ERRORS = {
  'ACT-330': [415, 'Unsupported image content type'],
  'ACT-331': [400, 'Profile image not valid'],
  'ACT-332': [403, 'Profile image could not be set for an extension in unassigned status'],
  'ACT-333': [404, 'Profile image not found for scale size [{scaleSize}]'],
  'ACT-334': [400, 'Profile image file is more than 12 megapixel'],
  'AGW-401': [401, 'Authorization header is not specified'],
  'AGW-402': [401, 'Invalid Authorization header'],
  'CMN-101': [400, 'Parameter [{parameterName}] value is invalid'],
  'CMN-102': [404, 'Resource for parameter [{parameterName}] is not found'],
  'CMN-109': [403, 'Feature [{featureName}] is not available'],
  'CMN-120': [404, 'Invalid URI'],
  'CMN-201': [503, 'Service Temporary Unavailable'],
  'CMN-202': [501, 'Operation is not supported'],
  'CMN-203': [500, 'Internal Server Error'],
  'CMN-301': [429, 'Request rate exceeded'],
  'CMN-302': [429, 'Request rate exceeded'],
  'CMN-303': [429, 'Can not resolve API plan. Rate limits undefined'],
  'CMN-304': [429, 'Duplicate concurrent request. Try again later'],
  'CMN-310': [429, 'Global request rate exceeded'],
  'CMN-401': [
    403,
    'In order to call this API endpoint, application needs to have [{permissionName}] permission',
  ],
  'CMN-402': [403, 'Administrator permission required'],
  'CMN-404': [403, 'Attempt to access another extension'],
  'CMN-408': [
    403,
    'In order to call this API endpoint, user needs to have [{permissionName}] permission for requested resource',
  ],
  'CMN-419': [
    403,
    'In order to call this API endpoint, user needs to have [{permissionName}] permission with extended scope for requested resource',
  ],
  'OAU-109': [400, 'Redirect URIs do not match'],
  'OAU-111': [400, 'Request parameter duplication detected'],
  'OAU-112': [403, 'The client is unauthorized for the required grant type: [{grantType}]'],
  'OAU-113': [400, 'Authorization code not found'],
  'OAU-114': [400, 'Authorization code expired'],
  'OAU-123': [401, 'Client authentication is required'],
  'OAU-125': [401, 'Grant type is not allowed for application'],
  'OAU-128': [401, 'Access token expired'],
  'OAU-129': [401, 'Access token corrupted'],
  'OAU-134': [401, 'Invalid Authorization header'],
  'OAU-136': [401, 'Extension not found'],
  'OAU-140': [401, 'Invalid resource owner credentials'],
  'OAU-141': [401, 'Login for extension in current state is not allowed'],
  'OAU-142': [401, 'Login to account in current state is not allowed'],
  'OAU-146': [401, 'Invalid client credentials'],
  'OAU-149': [401, 'Unparsable access token'],
  'OAU-151': [401, 'Authorization method not supported'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof ERRORS

type Parameters = Record<string, string>

/** Older parts of the service give the first error a name of its own on top. */
const NAMES_ON_TOP: Partial<Record<ErrorCode, string>> = {
  'CMN-401': 'InsufficientPermissions',
  'CMN-408': 'InsufficientPermissions',
  'CMN-419': 'InsufficientPermissions',
  'OAU-128': 'TokenExpired',
  'OAU-129': 'TokenInvalid',
  'OAU-149': 'TokenInvalid',
}

export function errorBody(code: ErrorCode, parameters: Parameters, repeatOnTop: boolean) {
  const message = messageOf(code, parameters)
  return {
    ...(repeatOnTop && { errorCode: NAMES_ON_TOP[code] ?? code, message }),
    errors: [{ errorCode: code, message, ...parameters }],
    ...(repeatOnTop && parameters),
  }
}

/** An answer of one of the documented errors, to be thrown. */
export function refusal(code: ErrorCode, parameters: Parameters, repeatOnTop: boolean): Refusal {
  return new Refusal({
    ...json(ERRORS[code][0], errorBody(code, parameters, repeatOnTop)),
    errorCode: code,
  })
}

/** Which word of OAuth 2.0 goes with an error of the token endpoint. */
export function oauthWord(code: ErrorCode): string {
  if (['OAU-123', 'OAU-134', 'OAU-146'].includes(code)) return 'invalid_client'
  if (['OAU-112', 'OAU-125'].includes(code)) return 'unauthorized_client'
  return code.startsWith('OAU-1') && code !== 'OAU-111' ? 'invalid_grant' : 'invalid_request'
}

/** What the token endpoint answers: the words of OAuth 2.0 and, in `errors`, those of the service. */
export function oauthRefusal(
  error: string,
  code: ErrorCode,
  status: number,
  parameters: Parameters = {},
): Refusal {
  const message = messageOf(code, parameters)
  const body = { error, errors: [{ errorCode: code, message, ...parameters }], error_description: message }
  return new Refusal({ ...json(status, body), errorCode: code })
}

function messageOf(code: ErrorCode, parameters: Parameters): string {
  return ERRORS[code][1].replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? name)
}
