"""Run by cloudflare-clients.test.ts: walks the accounts on the command line, each with variables that CloudFlare reads by itself."""
import json
import os
import sys

import CloudFlare
import requests


def walked(account):
    os.environ['CLOUDFLARE_EMAIL'] = account['email']
    os.environ['CLOUDFLARE_API_KEY'] = account['key']
    client = CloudFlare.CloudFlare(raw=True)
    count = page = 0
    try:
        while True:
            page += 1
            params = {'page': page, 'per_page': account['pageSize']}
            answer = client.user.organizations.get(params=params)
            count += len(answer['result'])
            if page >= answer['result_info']['total_pages'] or count == account['most']:
                return {'count': count}
    except CloudFlare.exceptions.CloudFlareAPIError as error:
        chain = [int(cause) for cause in error.error_chain or []]
        return {'count': count, 'error': {'name': type(error).__name__, 'code': int(error), 'chain': chain}}
    except requests.HTTPError as error:
        return {'count': count, 'error': {'name': type(error).__name__, 'status': error.response.status_code}}


print(json.dumps([walked(account) for account in json.loads(sys.argv[1])]))
