# Collects what rdsim needs to know of an Exchange Online tenant into one JSON file.
# Written by rdsim {version}. Of Exchange it runs Get- cmdlets only: it changes nothing.
#
# Run it in Windows PowerShell 5.1 or PowerShell 7, where Connect-ExchangeOnline was run before:
#
#   ./collect.ps1                     settings, rules, connectors, contacts, and groups with members
#   ./collect.ps1 -IncludeMailboxes   mailboxes too: forwarding, automatic replies without their text
#   ./collect.ps1 -IncludeInboxRules  inbox rules too, of mailboxes where one forwards or redirects
#
# Of each object it takes the properties that are listed below and no others.
[CmdletBinding()]
param(
    [string]$Path = 'tenant.json',
    [switch]$IncludeMailboxes,
    [switch]$IncludeInboxRules,
    [switch]$Force
)
Set-StrictMode -Off
$ErrorActionPreference = 'Stop'

# A rule may have each of its conditions as an exception too, with ExceptIf in front of the name.
$wanted = @{
{properties}
}

# Properties that name recipients by what tells them apart in the directory.
$references = @('ForwardingAddress', 'AcceptMessagesOnlyFromSendersOrMembers', 'RejectMessagesFromSendersOrMembers')

$sections = New-Object System.Collections.ArrayList
$failures = [ordered]@{}
$addresses = @{}

# What could not be read, once for each cmdlet, without the names of servers.
function Add-Failure([string]$cmdlet, [string]$why) {
    if ($failures.Contains($cmdlet)) {
        $failures[$cmdlet].Times++
        return
    }
    $why = ($why -split "[`r`n]+")[0] -replace '[a-z0-9.-]+[.]outlook[.]com', '(server)'
    $failures[$cmdlet] = [ordered]@{ Cmdlet = $cmdlet; Times = 1; Why = $why }
    Write-Warning "$cmdlet could not be read: $why"
}

# The objects of a cmdlet; $null where it cannot be run.
function Read-Object([string]$cmdlet, [scriptblock]$command) {
    if (-not (Get-Command $cmdlet -ErrorAction SilentlyContinue)) {
        Add-Failure $cmdlet 'there is no such cmdlet in this session; the account lacks a role for it'
        return $null
    }
    try {
        return , @(& $command)
    } catch {
        Add-Failure $cmdlet $_.Exception.Message
        return $null
    }
}

# A value as JSON has it: the words of enums and not their numbers, dates in UTC, whole lists.
function ConvertTo-Plain($value) {
    if ($null -eq $value -or $value -is [bool]) { return $value }
    if ($value -is [string]) { return [string]$value }
    if ($value -is [datetime]) {
        if ($value.Kind -eq 'Local') { $value = $value.ToUniversalTime() }
        return $value.ToString('s') + 'Z'
    }
    if ($value -is [System.Collections.IDictionary]) {
        $map = [ordered]@{}
        foreach ($key in $value.Keys) { $map["$key"] = ConvertTo-Plain $value[$key] }
        return $map
    }
    if ($value -is [System.Collections.IEnumerable]) {
        $list = @(foreach ($item in $value) { ConvertTo-Plain $item })
        return , $list
    }
    $text = "$value"
    if ($value -is [System.ValueType] -and $text -match '^-?[0-9]{1,18}$') { return [long]$text }
    return $text
}

# The address of the one recipient that a name, GUID or distinguished name tells; else that name.
function Resolve-Address([string]$identity) {
    if ($identity -eq '' -or $identity -like '*@*') { return $identity }
    if (-not $addresses.ContainsKey($identity)) {
        $addresses[$identity] = $identity
        try {
            $found = @(Get-Recipient -Identity $identity -ErrorAction Stop)
            if ($found.Count -eq 1 -and $found[0].PrimarySmtpAddress) {
                $addresses[$identity] = [string]$found[0].PrimarySmtpAddress
            }
        } catch {
            Write-Verbose "$identity is no recipient"
        }
    }
    return $addresses[$identity]
}

# The address of each recipient that a value names.
function Resolve-Reference($value) {
    foreach ($one in $value) { if ("$one" -ne '') { Resolve-Address $one } }
}

# The wanted properties of an object, as far as it has them.
function Select-Wanted([string]$cmdlet, $object) {
    $plain = [ordered]@{}
    $names = $wanted[$cmdlet]
    if ($cmdlet -like '*Rule') { $names = $names + @($names | ForEach-Object { "ExceptIf$_" }) }
    foreach ($name in $names) {
        $property = $object.PSObject.Properties[$name]
        if (-not $property) { continue }
        $value = ConvertTo-Plain $property.Value
        # Rules are printed with every condition and action that there is.
        if ($cmdlet -like '*Rule' -and [string]$value -eq '') { continue }
        # Windows PowerShell writes a list that a function gave as an object with a count.
        if ($value -is [array]) { $value = @(foreach ($item in $value) { $item }) }
        if ($references -contains $name) {
            if ($value -is [array]) { $value = @(Resolve-Reference $value) }
            elseif ("$value" -ne '') { $value = Resolve-Address $value }
        }
        # Addresses that are not SMTP tell the tenant apart.
        if ($name -eq 'EmailAddresses') { $value = @($value | Where-Object { $_ -like 'smtp:*' }) }
        $plain[$name] = $value
    }
    return $plain
}

# One line for each object.
function Add-Section([string]$cmdlet, $objects) {
    $lines = @(foreach ($object in $objects) {
        '    ' + (ConvertTo-Json -InputObject $object -Compress -Depth 8)
    })
    $text = "  ""$cmdlet"": []"
    if ($lines.Count) { $text = "  ""$cmdlet"": [`n" + ($lines -join ",`n") + "`n  ]" }
    [void]$sections.Add($text)
    Write-Host ('{0,7}  {1}' -f $lines.Count, $cmdlet)
}

function Save-Object([string]$cmdlet, [scriptblock]$command) {
    $objects = Read-Object $cmdlet $command
    if ($null -eq $objects) { return }
    Add-Section $cmdlet @(foreach ($object in $objects) { Select-Wanted $cmdlet $object })
}

# Whoever of these has no address gets no mail.
function Select-Address($recipients) {
    foreach ($one in $recipients) {
        if ($one.PrimarySmtpAddress -like '*@*') { [string]$one.PrimarySmtpAddress }
    }
}

# Groups of one kind, each with its members.
function Save-Group([string]$cmdlet, [scriptblock]$command, $lists) {
    $groups = Read-Object $cmdlet $command
    if ($null -eq $groups) { return }
    $number = 0
    Add-Section $cmdlet @(foreach ($group in $groups) {
        $number++
        Write-Progress -Activity $cmdlet -Status "$number of $($groups.Count)" -PercentComplete (100 * $number / $groups.Count)
        $plain = Select-Wanted $cmdlet $group
        # Nobody else needs to know who manages it.
        if ($plain['ReportToManagerEnabled']) {
            $plain['ManagedBy'] = @(Resolve-Reference $plain['ManagedBy'])
        } else {
            $plain.Remove('ManagedBy')
        }
        $identity = [string]$plain['PrimarySmtpAddress']
        if ($identity -like '*@*') {
            foreach ($list in $lists) {
                $members = Read-Object $list.Cmdlet $list.Command
                if ($null -ne $members) { $plain[$list.Name] = @(Select-Address $members) }
            }
        }
        $plain
    })
    Write-Progress -Activity $cmdlet -Completed
}

# Whether there is a text. The text itself is nobody's business, and rdsim does not need it.
function Hide-Text([string]$html) {
    if ((($html -replace '<[^>]*>', '') -replace '&nbsp;', ' ').Trim() -eq '') { return '' }
    return '(text left out)'
}

function Save-Mailbox($mailboxes) {
    $replies = New-Object System.Collections.ArrayList
    $number = 0
    Add-Section 'Get-Mailbox' @(foreach ($mailbox in $mailboxes) {
        $number++
        Write-Progress -Activity 'Get-Mailbox' -Status "$number of $($mailboxes.Count)" -PercentComplete (100 * $number / $mailboxes.Count)
        $plain = Select-Wanted 'Get-Mailbox' $mailbox
        $identity = [string]$plain['PrimarySmtpAddress']
        if ($identity -like '*@*') {
            $found = Read-Object 'Get-MailboxAutoReplyConfiguration' { Get-MailboxAutoReplyConfiguration -Identity $identity -ErrorAction Stop }
            foreach ($one in $found) {
                $reply = Select-Wanted 'Get-MailboxAutoReplyConfiguration' $one
                $reply['InternalMessage'] = Hide-Text $reply['InternalMessage']
                $reply['ExternalMessage'] = Hide-Text $reply['ExternalMessage']
                $reply['MailboxOwnerId'] = $identity
                [void]$replies.Add($reply)
            }
        }
        $plain
    })
    Write-Progress -Activity 'Get-Mailbox' -Completed
    Add-Section 'Get-MailboxAutoReplyConfiguration' $replies
    # The organization's value counts for the others.
    Save-Object 'Get-CASMailbox' { Get-CASMailbox -ResultSize Unlimited -ErrorAction Stop | Where-Object { "$($_.SmtpClientAuthenticationDisabled)" -ne '' } }
}

# Get-InboxRule writes a recipient as "Alice" [EX:/o=ExchangeLabs/...] or "Bob" [SMTP:bob@...].
function Update-Bracket($plain) {
    foreach ($name in @($plain.Keys)) {
        if ($plain[$name] -isnot [array]) { continue }
        $plain[$name] = @(foreach ($one in $plain[$name]) {
            $address = ''
            if ($one -match '^(.*)[[]EX:(.+)[]]$') {
                $before = $Matches[1]
                $address = Resolve-Address $Matches[2]
            }
            if ($address -like '*@*') { "$before[SMTP:$address]" } else { $one }
        })
    }
}

function Save-InboxRule($mailboxes) {
    $rules = New-Object System.Collections.ArrayList
    $number = 0
    foreach ($mailbox in $mailboxes) {
        $number++
        Write-Progress -Activity 'Get-InboxRule' -Status "$number of $($mailboxes.Count)" -PercentComplete (100 * $number / $mailboxes.Count)
        $identity = [string]$mailbox.PrimarySmtpAddress
        if ($identity -notlike '*@*') { continue }
        $found = Read-Object 'Get-InboxRule' { Get-InboxRule -Mailbox $identity -ResultSize Unlimited -ErrorAction Stop }
        $sends = @($found | Where-Object { $_.ForwardTo -or $_.ForwardAsAttachmentTo -or $_.RedirectTo })
        if (-not $sends.Count) { continue }
        foreach ($one in $found) {
            $rule = Select-Wanted 'Get-InboxRule' $one
            $rule['Mailbox'] = $identity
            Update-Bracket $rule
            [void]$rules.Add($rule)
        }
    }
    Write-Progress -Activity 'Get-InboxRule' -Completed
    Add-Section 'Get-InboxRule' $rules
}

if (-not (Get-Command Get-AcceptedDomain, Get-RemoteDomain -ErrorAction SilentlyContinue)) {
    throw 'Run Connect-ExchangeOnline in this window first.'
}
if ((Test-Path -LiteralPath $Path) -and -not $Force) {
    throw "$Path exists already. Give another file with -Path, or -Force to overwrite it."
}

$collected = (Get-Date).ToUniversalTime().ToString('s') + 'Z'
Save-Object 'Get-AcceptedDomain' { Get-AcceptedDomain -ResultSize Unlimited -ErrorAction Stop }
Save-Object 'Get-RemoteDomain' { Get-RemoteDomain -ResultSize Unlimited -ErrorAction Stop }
Save-Object 'Get-HostedOutboundSpamFilterPolicy' { Get-HostedOutboundSpamFilterPolicy -ErrorAction Stop }
Save-Object 'Get-HostedOutboundSpamFilterRule' { Get-HostedOutboundSpamFilterRule -ErrorAction Stop }
Save-Object 'Get-TransportRule' { Get-TransportRule -ResultSize Unlimited -ErrorAction Stop }
Save-Object 'Get-InboundConnector' { Get-InboundConnector -ResultSize Unlimited -ErrorAction Stop }
Save-Object 'Get-OrganizationConfig' { Get-OrganizationConfig -ErrorAction Stop }
Save-Object 'Get-TransportConfig' { Get-TransportConfig -ErrorAction Stop }
Save-Object 'Get-MailContact' { Get-MailContact -ResultSize Unlimited -ErrorAction Stop }
Save-Object 'Get-MailUser' { Get-MailUser -ResultSize Unlimited -ErrorAction Stop }
Save-Group 'Get-DistributionGroup' { Get-DistributionGroup -ResultSize Unlimited -ErrorAction Stop } @(
    @{ Name = 'Members'; Cmdlet = 'Get-DistributionGroupMember'; Command = { Get-DistributionGroupMember -Identity $identity -ResultSize Unlimited -ErrorAction Stop } }
)
Save-Group 'Get-DynamicDistributionGroup' { Get-DynamicDistributionGroup -ResultSize Unlimited -ErrorAction Stop } @(
    @{ Name = 'Members'; Cmdlet = 'Get-DynamicDistributionGroupMember'; Command = { Get-DynamicDistributionGroupMember -Identity $identity -ResultSize Unlimited -ErrorAction Stop } }
)
Save-Group 'Get-UnifiedGroup' { Get-UnifiedGroup -ResultSize Unlimited -ErrorAction Stop } @(
    @{ Name = 'Members'; Cmdlet = 'Get-UnifiedGroupLinks'; Command = { Get-UnifiedGroupLinks -Identity $identity -LinkType Members -ResultSize Unlimited -ErrorAction Stop } },
    @{ Name = 'Subscribers'; Cmdlet = 'Get-UnifiedGroupLinks'; Command = { Get-UnifiedGroupLinks -Identity $identity -LinkType Subscribers -ResultSize Unlimited -ErrorAction Stop } }
)
if ($IncludeMailboxes -or $IncludeInboxRules) {
    $mailboxes = Read-Object 'Get-Mailbox' { Get-Mailbox -ResultSize Unlimited -ErrorAction Stop }
    if ($IncludeMailboxes -and $null -ne $mailboxes) { Save-Mailbox $mailboxes }
    if ($IncludeInboxRules -and $null -ne $mailboxes) { Save-InboxRule $mailboxes }
}

$about = ConvertTo-Json -Compress -Depth 8 -InputObject ([ordered]@{
    Version = 1
    Rdsim = '{version}'
    Collected = $collected
    PowerShell = "$($PSVersionTable.PSVersion)"
    Mailboxes = [bool]$IncludeMailboxes
    InboxRules = [bool]$IncludeInboxRules
    NotRead = @($failures.Values)
})
$text = "{`n  ""RdsimCollect"": $about,`n" + ($sections -join ",`n") + "`n}"
Set-Content -LiteralPath $Path -Value $text -Encoding UTF8
Write-Host "Wrote $Path. Next: rdsim import $Path -o policy.yaml"
if ($failures.Count) { Write-Warning "$($failures.Count) cmdlets could not be read; $Path names them." }
