/**
 * What words have in common: one concept, its words and phrases. Any form of a word counts (`blocking` for `block`). Names in capitals
 * are things that a verb can be about.
 */
export const LEXICON: Readonly<Record<string, string>> = {
  // What is done.
  create:
    "add|create|make|build|set up|setup|provision|introduce|establish|define|stand up|spin up|carve out|bring up|put in|put up|configure|implement|insert|install|raise|new|stand-up|spin-up|get me|give me|launch|write|draft|open up|fire up",
  need: "need|want|like|require|wish|looking for|would like|after|could use|can we have|can i have|can we get|can i get|get us|ask for|asking for",
  delete:
    "delete|remove|destroy|decommission|tear down|teardown|retire|drop|get rid of|kill off|nuke|bin|scrap|clean up|dispose of|withdraw|take out|take away|take down|phase out|sunset|wipe out|eliminate|strip out|pull out|drop off|rip out|ditch|discard|deprovision|delist|no longer needed|not needed any more|not needed anymore",
  unneeded:
    "isn't needed|not needed|no longer needed|no longer need|don't need|not required|no longer required|nobody uses|no longer used|obsolete|stale|unused|outdated|redundant|no longer necessary|never used|nobody needs|not used|doesn't need|isn't required|not used anymore|can go|should go|no longer in use|superseded|isn't used|aren't needed|aren't used",
  block:
    "block|blacklist|blocklist|denylist|ban|deny|denies|drop|reject|refuse|shut out|keep out|stop traffic|forbid|prohibit|blackhole|black-hole|disallow|blocked off|cut off|null-route|nullroute|bar|filter out|stop access|stop all|no access|not be able to|blacklisted|lock out|stop any|shut off|stop outbound|stop inbound|stop egress|stop ingress|close",
  allow:
    "allow|permit|whitelist|allowlist|open|let|enable|expose|open up|let through|unblock|accept traffic|grant egress|admit|white-list|allow-list|poke a hole|be able to|safelist|authorise|authorize|punch a hole",
  unblock:
    "unblock|unban|unblacklist|un-block|delist|take off the blocklist|lift the block|lift the ban|lift block|remove the block|remove block|stop blocking|stop denying|stop dropping|no longer block|undo the block|release the block|lift the restriction|whitelist again|remove the ban|off the blocklist|off the block list|off the denylist|off the blacklist|off the deny list|from the blocklist|from the block list|from the denylist|from the blacklist|from the deny list",
  disallow:
    "stop allowing|no longer allow|stop permitting|close the hole|stop letting|off the allowlist|off the allow list|off the whitelist|from the allowlist|from the allow list|from the whitelist",
  isolate:
    "isolate|quarantine|air-gap|airgap|air gap|segregate|fence off|lock down|sandbox|take offline|cut off|contain|take off the network|pull off the network|knock off the network|disconnect|unplug|ring-fence|ringfence|off the network|from the network|off the wire|put in quarantine|off the grid|network containment|sever",
  investigate:
    "investigate|look into|looking into|dig into|analyse|analyze|examine|check out|look at|have a look|take a look|find out|triage|get to the bottom of|trace back|figure out|check|probe|review|what is going on with|what's going on with|what is up with|what's up with|identify|hunt|research|inquire|trace|inspect|deep dive|forensics|keep an eye on|investigation|who is behind|what is behind",
  move: "move|migrate|reassign|relocate|shift|transfer|switch|re-home|rehome|re-segment|resegment|change the segment of|change segment|reassociate|re-associate|put over|remap|swap|promote|reparent|bring over",
  attach:
    "attach|connect|hook up|join|plug|link|onboard|bring into|associate|wire up|wire|hook|plumb|bring onto|add|bring in|put|land|tie|integrate|place|get|homing|register|hang",
  accept:
    "accept|approve|admit|greenlight|green-light|ok|sign off|let in|confirm|wave through|give the go-ahead|authorise|authorize|acceptance|approval|unblock",
  share:
    "share|exchange routes|propagate|leak routes|peer|open routes|route between|routing between|advertise|reach each other|talk to each other|see each other|communicate with each other|routes shared|mutual reachability|make routable|shared|allow routing|talk to one another|reach one another|each other's routes|connectivity between|route sharing|inter-segment|reachable from|visible to",
  unshare:
    "unshare|stop sharing|no longer share|un-share|end sharing|end the share|remove the share|remove the sharing|stop the sharing|not share|delete the share|stop exchanging routes|stop propagating|break the share|undo the share|withdraw the share|cut the share|drop the share|revoke the share|no more sharing|split apart|decouple|take away the share|stop leaking|stop advertising",
  inspect:
    "inspect|inspection|through the firewall|through a firewall|through firewall|through the firewalls|via the firewall|via firewall|behind the firewall|behind a firewall|behind the firewalls|behind the network firewall|behind our firewall|behind network firewall|service insertion|send-via|send via|ids/ips|intrusion prevention|intrusion detection|deep packet inspection|dpi|hairpin|through our firewall|through our firewalls|via the firewalls|through network firewall|through the network firewall|scrubbing|through our network firewall|via network firewall|via the network firewall|by the network firewall|to the network firewall|by the firewall|security appliances|service-insert|traverse the firewall|go through the firewall|cross the firewall|pass the firewall|pass through the firewalls",
  extend:
    "extend|expand|add a region|new region|go live in|going live in|bring up|add region|roll out to|open up|launch in|stretch|extend to|presence in|footprint|spread|enter|add an edge|edge in|edge location|another region|enlarge|present in|add|light up|start up in|set up|stand up",
  allocate:
    "allocate|reserve|assign|hand out|carve|carve out|set aside|get|give|grab|claim|earmark|book|provision|pick|issue|find|request|obtain|allot|dish out|allocation",
  deploy:
    "deploy|launch|roll out|rollout|spin up|host|ship|install|provision|stand up|create|build|set up|run|bring up|release|put up|start|kick off|onboard|add",
  scale:
    "scale|upscale|downscale|resize|rescale|autoscale|right-size|rightsize|upsize|downsize|size up|size down|scale-up|scale-out|scale up|scale out|scale down|scale in",
  grow: "double|triple|quadruple|grow|increase|expand|raise|bump|bump up|ramp|ramp up|boost|beef up|more|extra|additional|crank up|add|upgrade|set|bring|get|give|provision for|provision|handle",
  shrink: "halve|shrink|decrease|reduce|lower|cut|scale in|scale down|ramp down|trim|fewer|wind down|remove|take down",
  rightsize:
    "rightsize|right-size|optimise|optimize|optimization|optimisation|cost saving|cost savings|savings|economies|save",
  economise:
    "reduce|cut|lower|save|optimise|optimize|decrease|bring down|get down|drive down|cheaper|trim|slash|shave|shrink|cut down|cut back|economise|economize|savings|minimise|minimize|knock off|shave off|rein in|keep down|halve|spend less|pay less|cost optimization|cost optimisation|waste|wasting|bring|less|chop|curb|downsize|tame",
  forecast:
    "forecast|predict|projection|project|what happens if|what if|what would happen|what will happen|run out of|run out|can we handle|could we handle|will we cope|can we cope|could we cope|enough capacity|headroom|hold up|able to handle|sufficient capacity|how long until|how long before|when will we|when do we|capacity planning|capacity plan|estimate|are we ready for|survive|keep up|outgrow|exhaust|simulate|model the|extrapolate|expected growth|hit our limits|hit the limit|be enough|suffice|last us|need if|need to handle|cope with|handle|withstand|be saturated|saturate|room for|do we have room|still have room|bottleneck|sustain|anticipate|hold if|outlook|would we need|will we need",
  failover:
    "failover|fail over|fail-over|failing over|fail back|failback|switch over|switchover|evacuate|cut over|cutover|shift traffic|move traffic|drain|redirect traffic|move all traffic|disaster recovery|dr drill|dr test|dr exercise|send all traffic|shift all traffic|swing traffic|switch traffic|failed over|steer traffic|push traffic|flip|dr",
  reduce:
    "reduce|cut|lower|save|optimise|optimize|decrease|bring down|get down|drive down|cheaper|trim|slash|shave|shrink|cut down|cut back|economise|economize|savings|less|down|minimise|minimize|knock off|shave off|rein in|keep down|take off|waste|wasteful|idle|unused|shed|drop",
  rollback:
    "roll back|rollback|undo|revert|back out|backout|take back|unwind|reverse|restore the state before|put back|go back to|roll-back|rolled back|back-out|return to the state before|reinstate|undoing|put it back|put things back|back the way|restore",
  explain:
    "explain|why|describe|tell me about|tell us about|walk me through|walk us through|what is a|what is an|what does|how does|how do|reason for|rationale|what did|clarify|help me understand|elaborate|talk me through|justify|justification|give me the background|what's the difference|what is the difference|how come|who approved|who requested|teach me|what do you mean|meaning of|story behind|background on|background of|details of|what happened in|what happened with|what happened to|summarise|summarize|make sense of|what are|what exactly|understand",
  report:
    "generate|create|produce|prepare|make|write|show|send|need|run|give|get|want|compile|put together|pull together|pull|draw up|export|build|draft|assemble|provide|deliver|email|print|issue|share|require|request|like",
  show: "show|list|display|what is|what are|how is|how are|how's|what's|check|see|view|tell|give|get|is|are|any|report|overview|summary|summarise|summarize|pull up|look at|fetch|want|inspect|review|look|print|dump",
  revoke:
    "revoke|remove|disable|kill|terminate|cut|suspend|lock out|lock|offboard|off-board|log out|sign out|invalidate|strip|pull|deprovision|end|withdraw|take away|deactivate|kick out|kick|cancel|expire|block|shut off|shut down|rescind|turn off|stop|kill off|force out|drop|freeze|delete|boot|eject|yank|cut off|close|expel|no longer have|no longer need|should not have|shouldn't have|sign off",
  grant:
    "grant|give|need access|needs access|want access|wants access|require access|onboard|provide|allow|set up|enable|let|get access|should have access|must have access|should be able|access to|needs to|need to|wants to|connect|require|permit|hook up|has to|have to|open up|ask for|asks for|request|authorise|authorize|able to|provision",
  troubleshoot:
    "troubleshoot|diagnose|debug|can't|cannot|cant|can not|unable|fail|doesn't|does not|won't|will not|isn't|is not|aren't|not able|timing out|time out|timeout|timeouts|unreachable|refused|not working|broken|lost connectivity|no connectivity|stopped working|no longer reach|not reach|dropping|dropped|intermittent|packet loss|latency|why|down|no route|stopped|lost|work out|hang|hangs|blocked|stuck|no response|trouble|issue|issues|problem|problems|couldn't|could not|failing|failure|not reachable|not resolving|slow|losing|gets no answer|no answer|no reply|errors|getting reset|resets|never arrive|not getting through|trace|verify|find out|check|test|is there a path|path from|path between",
  reach:
    "reach|connect|connectivity|talk|access|ping|unreachable|connection|communicate|path|traceroute|ssh|curl|hit|get to|see|contact|query|resolve|network path|reachability|reachable|speak|route to|get through to|call|login to|log in to|telnet|open a connection|dial|load|pull from|link|get packets|hop|answer",
  mitigate:
    "mitigate|ddos|dos|hammered|flooded|flood|flooding|under attack|rate limit|rate limiting|rate-limit|rate-limiting|ratelimit|throttle|syn flood|volumetric|botnet|bots|bombarded|slammed|swamped|shield|scrub|overwhelmed|attacked|layer 7|l7|request flood|absorb|denial of service|denial-of-service|attack traffic|being attacked|pounded|pummeled|pummelled|getting hit|hit by|hit hard|spammed|attack|melting|brute|hammering|flooding|junk requests|http flood",
  suspicious:
    "unusual|suspicious|strange|odd|weird|anomalous|unexpected|malicious|abnormal|unknown|dodgy|fishy|sketchy|beacon|beaconing|scan|scanning|port scan|exfiltrate|exfiltration|spike|brute force|brute-force|bruteforce|probing|hostile|shady|irregular|anomaly|anomalies|funny|unfamiliar|unrecognised|unrecognized|rogue|c2|command and control|lateral movement|noisy|attacker|recon|not normal|out of the ordinary|dodgy-looking|alarming|peculiar|unexplained",
  status:
    "status|health|healthy|state|overview|how is|how are|how's|summary|is everything|all good|everything ok|everything okay|up and running|operational|any issues|any problems|any outages|any incidents|running ok|running fine|outages|degraded|is down|online|any alarms|is up|what's up|dashboard|any open|any trouble|all green|anything broken|ok|okay|fine|inventory|in good shape|anything wrong|wrong with the network|topology|at a glance|alive|holding up|rundown|anything down|what is down|what's down|green|any red|which attachments|which segments|list of|how many|bird's-eye|sitrep|state of play|working properly|working ok|wrong|anything i should know|pending",
  exercise:
    "test|drill|exercise|rehearse|rehearsal|dry run|dry-run|practice|practise|game day|gameday|simulate|try|simulation|trial|mock|validate|prove|check",
  analyse:
    "why|what|explain|analyse|analyze|break down|breakdown|understand|show|how much|where|drive|driving|went up|increased|going up|risen|rising|rose|jumped|spiked|look at|look into|investigate|find out|what is going on|review|explode|exploded|shot up|cause|causing|high|higher|expensive|most|top|split|itemise|itemize|analysis|attribute|spent|spending|cost us|costing|paying|doubled|climbing|jump|spike|surge|balloon|ballooned|ballooning|trend|compare|tell",
  conditional:
    "if|necessary|needed|when|once|malicious|confirmed|bad|hostile|required|should it|in case|warranted|appropriate|justified",

  // What it is done to.
  SEGMENT:
    "segment|microsegment|micro-segment|micro segment|subsegment|network segment|segments|security zone|routing domain|vrf|isolated zone|network zone",
  RULE: "the block|that block|this block|block again|firewall rule|firewall rules|fw rule|rule|rules|acl|firewall entry|firewall exception|exception|egress rule|ingress rule|allow rule|block rule|deny rule|drop rule|firewall policy entry|firewall change|whitelisting|allowlisting|allowlist entry|fw change|block entry",
  FIREWALL: "firewall|firewalls|fw|network firewall|perimeter",
  ROUTE:
    "route|routes|static route|static routes|default route|blackhole route|routing entry|route entry|next hop|route table entry|next-hop|static|prefix route|quad zero",
  ATTACHMENT:
    "attachment|attachments|cloud wan attachment|core network attachment|tgw attachment|vpn attachment|vpc attachment|join request",
  VPC: "vpc|vpcs|virtual private cloud",
  VPN: "vpn|site-to-site vpn|vpn connection|vpn tunnel|site to site|vpns|tunnel|ipsec|branch|branch office",
  TGW: "transit gateway|tgw|transit gateways",
  DXGW: "direct connect|direct connect gateway|dx gateway|dxgw|dx|dx-gateway",
  CONNECT: "connect attachment|connect peer|sd-wan|sdwan|gre|tunnel-less connect|sd-wan appliance",
  ADDRESS:
    "cidr|cidrs|cidr block|cidr range|address block|address space|address range|ip range|ip space|ip block|ip addresses|addresses|subnet|subnets|block of addresses|block of ips|range of addresses|prefix|ip pool|ips|ip allocation|ipam|address allocation|ip address space|hosts worth|block|range|netblock|addressing|supernet",
  INSTANCE:
    "instance|instances|server|servers|host|machine|machines|vm|vms|ec2|box|boxes|node|workstation|virtual machine|bastion|ec2 instance|container host",
  CAPACITY:
    "capacity|instances|nodes|servers|scaling group|auto scaling group|autoscaling group|asg|fleet|cluster|group|size|workers|machines|hosts|vms|replicas|tier|web tier|pool|throughput|desired count|boxes|fleets|frontend|front-end|front end|backend|back-end|farm|instance count|headcount of instances|compute|app tier|desired capacity|node group|asgs|pods|tasks|gpus",
  COST: "cost|costs|bill|bills|spend|spending|expenses|money|savings|budget|invoice|price|dollars|usd|charges|billing|cost us|costing|expenditure|pay|paying|paid|expensive|cheaper|cheap|waste|finops|costly|egress charges|overspend|overspending|aws bill|euros|spent",
  REPORT:
    "report|reports|evidence pack|evidence|summary|write-up|writeup|post-mortem|postmortem|documentation|audit report|statement|attestation|compliance pack|report card|rca|post mortem|incident review|dossier|readout|briefing|reporting",
  TRAFFIC:
    "traffic|connections|packets|egress|ingress|port|ports|inbound|outbound|flows|incoming|outgoing|queries|sessions|calls|logins|activity|communication|dns queries|packet|flow|login attempts|hits|bandwidth|data transfer|transfers|uploads",
  ACCESS:
    "access|permission|permissions|credential|credentials|sessions|session|privilege|privileges|admin rights|access rights|login|logins|account|accounts|access key|access keys|token|tokens|keys|admin rights|iam|entitlement|entitlements|role|roles|api key|api keys|password|logged in|log in",
  PRINCIPAL:
    "user|employee|contractor|intern|principal|admin|engineer|developer|colleague|identity|service account|iam user|iam role|role|people|person|leaver|staff member|teammate|account|operator|assumed role|coworker",
  LEFT: "left the company|quit|resigned|fired|was let go|compromised|phished|stolen|leaked|last day|left us|leaving|terminated|offboarding|lost laptop|stolen laptop|no longer works|left yesterday|left today|phishing|left|gone rogue|departed|breached|hacked|leaver",
  VENDOR:
    "vendor|vendors|partner|supplier|third party|third-party|3rd party|3rd-party|external party|consultancy|consultants|msp|managed service provider|contract|engagement|saas|external company|outsourcer|service provider|vendor's|partner's|auditing firm|agency|integrator|provider",
  PRIVATE:
    "privatelink|private link|private endpoint|interface endpoint|vpc endpoint|private service|privately|private connectivity|private connection|private access|private endpoints|interface endpoints|vpc endpoints|endpoint service|private-link|without the internet|without going over the internet|without traversing the internet|not over the internet|over the aws backbone|not over the public internet|private path|without going through the internet|off the internet|off the public internet|stay on the aws network|aws backbone|without touching the internet|not via the internet|avoid the public internet|avoid the internet|vpce|without internet",
  REGION: "region|regions|edge|edges|edge location|edge locations|cne|geography|pop",
  ZONE: "landing zone|landing-zone|landing zones|lz|landingzone|landing pad|account vending",
  WEBAPP:
    "web app|web-app|webapp|web application|web site|website|web service|web frontend|web front-end|portal|storefront|web stack|web shop|webshop|three-tier app|3-tier app|three-tier application|three tier application|front-end app|web applications|web tier app|micro-frontend|single page app|dashboard app",
  PIPELINE:
    "data pipeline|data-pipeline|etl|etl pipeline|data ingestion|streaming pipeline|ingestion pipeline|data lake pipeline|analytics pipeline|data processing pipeline|batch pipeline|elt|data flow pipeline|pipeline|kafka pipeline|event pipeline|data platform",
  ML: "machine learning|machine-learning|ml|training cluster|model training|ml workload|ml platform|gpu cluster|ai workload|sagemaker|ml training|inference|deep learning|training environment|ml environment|ml stack|model serving|llm",
  WORKLOAD:
    "workload|application|app|stack|golden path|environment|service|microservice|cluster|platform|blueprint|template",
  NETWORK:
    "network|wan|core network|segments|attachments|everything|connections|cloud wan|links|tunnels|backbone|vpn tunnels|infrastructure|all systems|routing|connectivity|edges|peerings|things|network health|platform|environment|systems|core",
  DDOSTARGET:
    "alb|load balancer|loadbalancer|cloudfront|site|website|endpoint|elb|nlb|api gateway|public api|web site|frontend|front end|login page|checkout|web tier|homepage|store|shop|origin|public ip|ingress",
  LOAD: "traffic|load|capacity|demand|users|requests|bandwidth|growth|addresses|peak|usage|throughput|volume|customers|transactions|ips|ip addresses|utilisation|utilization|black friday|address space|connections|visitors|campaign|launch|season|headroom|sale|orders|sign-ups|signups|sessions|link|uplink|pool|workload|player|players|quota|quotas|limits",
  CASE: "case|change|changes|deployment|that|this|it|last|plan|previous|yesterday's|update|modification|the rule|decision|edit|rollout|block",
  COMPLIANCE:
    "compliance|compliant|pci|gdpr|soc2|soc 2|hipaa|iso 27001|auditors|regulators|pci-dss|pci dss|nist|fedramp|dora|iso27001|controls|regulatory|sox|nis2",
  INCIDENT:
    "incident|incidents|outage|outages|breach|security event|security events|findings|post-mortem|postmortem|rca|root cause|post mortem|attack|attacks",
  TOPIC:
    "bgp|nat|vpc|subnet|routing|dns|tls|ipv6|network acl|security group|cloud wan|transit gateway|direct connect|privatelink|trias|auditor|executor|orchestrator|warrant|ledger|charter|segment|attachment|firewall|route|case|plan|request|approval|approvals|inspection|autonomy|failover|quarantine|network|network function group|nfg|edge|reachability|vpn|policy|policies|hard policies|p1|p2|p3|p4|p5|p6|p7|isolation|rule|rules|change|changes|landing zone|golden path|micro-segmentation|microsegmentation|ipam|peering|anycast|mtu|asn",
  COMPONENT:
    "segmentation|segment isolation|isolation|network policy|attachment policy|policy|policies|service insertion|inspection|approval|approvals|verdict|veto|vetoed|escalated|escalation|autonomy|pre-approval|pre-approvals|break-glass|break glass|golden path|golden paths|decision|rejected|denied|blocked|blackhole|quarantine|approved|cloud wan|network function group|ledger works|scope|simulation|charter|reachability|risk score|severity|refused",
};
