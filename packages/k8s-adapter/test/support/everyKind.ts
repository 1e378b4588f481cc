/** One sound object of every kind that is read, with every field that is usual. */
export const OBJECTS = `
{ apiVersion: v1, kind: Namespace, metadata: { name: blue, labels: { team: a } } }
---
{ apiVersion: v1, kind: Secret, type: kubernetes.io/basic-auth, metadata: { name: bgp, namespace: metallb-system }, data: { password: aHVzaA== } }
---
apiVersion: v1
kind: Node
metadata:
  name: a
  labels: { rack: "1" }
  annotations: { fairlead.dev/subnets: 10.0.0.0/24, fairlead.dev/interfaces: "eth0, eth1", fairlead.dev/weight: "2" }
spec: { podCIDRs: [10.244.0.0/24], unschedulable: false, taints: [{ key: k, value: v, effect: NoSchedule }] }
status:
  addresses: [{ type: InternalIP, address: 10.0.0.1 }]
  conditions: [{ type: Ready, status: "True" }, { type: NetworkUnavailable, status: "False" }]
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: blue
  labels: { app: web }
  annotations: { metallb.io/allow-shared-ip: k, metallb.io/address-pool: pool }
spec:
  type: LoadBalancer
  clusterIPs: [10.96.0.1]
  ipFamilies: [IPv4]
  ipFamilyPolicy: SingleStack
  externalTrafficPolicy: Local
  selector: { app: web }
  ports: [{ port: 80, protocol: TCP }]
status: { loadBalancer: { ingress: [{ ip: 192.0.2.1 }] } }
---
apiVersion: v1
kind: Service
metadata:
  name: dns
  namespace: blue
  annotations: { lb.kubesphere.io/v1alpha1: openelb, eip.openelb.kubesphere.io/v1alpha2: eip, eip.openelb.kubesphere.io/v1alpha1: 198.51.100.2 }
spec: { type: LoadBalancer, clusterIP: 10.96.0.2, ports: [{ port: 53, protocol: UDP }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: blue, labels: { kubernetes.io/service-name: web } }
endpoints: [{ addresses: [10.244.0.7], nodeName: a, conditions: { ready: true, serving: true } }]
---
apiVersion: discovery.k8s.io/v1beta1
kind: EndpointSlice
metadata: { name: web-2, namespace: blue, labels: { kubernetes.io/service-name: web } }
endpoints: [{ addresses: [10.244.0.8], topology: { kubernetes.io/hostname: a } }]
---
{ apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: { name: k }, spec: { cidrs: [10.96.0.0/12] } }
---
{ apiVersion: networking.k8s.io/v1beta1, kind: ServiceCIDR, metadata: { name: l }, spec: { cidrs: [10.112.0.0/12] } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    peers: [{ my-asn: 64500, peer-asn: 64501, peer-address: 10.0.0.250, node-selectors: [{ match-labels: { rack: "1" } }] }]
    bgp-communities: { mark: "64500:1" }
    bfd-profiles: [{ name: quick, receive-interval: 100 }]
    address-pools:
    - { name: old, protocol: bgp, addresses: [192.0.3.0/24], bgp-advertisements: [{ aggregation-length: 32, localpref: 7, communities: [mark] }] }
---
{ apiVersion: kubeproxy.config.k8s.io/v1alpha1, kind: KubeProxyConfiguration, mode: ipvs, ipvs: { strictARP: true } }
---
{ apiVersion: kubeadm.k8s.io/v1beta3, kind: ClusterConfiguration, networking: { serviceSubnet: 10.128.0.0/16 } }
---
{ apiVersion: kubeadm.k8s.io/v1beta4, kind: ClusterConfiguration, networking: { serviceSubnet: 10.129.0.0/16 } }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: pool, namespace: metallb-system, labels: { a: b } }
spec:
  addresses: [192.0.2.0/24, "2001:db8::1-2001:db8::9"]
  autoAssign: true
  avoidBuggyIPs: true
  serviceAllocation: { priority: 5, namespaces: [blue], namespaceSelectors: [{ matchLabels: { team: a } }], serviceSelectors: [{ matchExpressions: [{ key: app, operator: In, values: [web, dns] }] }] }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: bgp, namespace: metallb-system }
spec: { ipAddressPools: [pool], peers: [tor], aggregationLength: 28, localPref: 100, communities: ["64500:2", named], asPathPrepend: 1, nodeSelectors: [{ matchLabels: { rack: "1" } }] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: l2, namespace: metallb-system }
spec: { ipAddressPoolSelectors: [{ matchLabels: { a: b } }], interfaces: [eth0], preferredNodeSelectors: [{ weight: 10, preference: { matchLabels: { rack: "1" } } }] }
---
apiVersion: metallb.io/v1beta1
kind: BGPPeer
metadata: { name: spine, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64502, peerAddress: 10.0.0.252, password: hush }
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: tor, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64501, peerAddress: 10.0.0.254, holdTime: 9s, keepaliveTime: 3s, bfdProfile: fast, passwordSecret: { name: bgp }, routerID: 10.0.0.1, ebgpMultiHop: true }
---
{ apiVersion: metallb.io/v1beta1, kind: BFDProfile, metadata: { name: fast, namespace: metallb-system }, spec: { receiveInterval: 100, echoMode: false } }
---
{ apiVersion: metallb.io/v1beta1, kind: Community, metadata: { name: c, namespace: metallb-system }, spec: { communities: [{ name: named, value: "64500:3" }] } }
---
{ apiVersion: metallb.io/v1alpha1, kind: AddressPool, metadata: { name: older, namespace: metallb-system }, spec: { protocol: bgp, addresses: [192.0.4.0/24], bgpAdvertisements: [{ localPref: 5 }] } }
---
{ apiVersion: metallb.io/v1beta1, kind: AddressPool, metadata: { name: oldest, namespace: metallb-system }, spec: { protocol: layer2, addresses: [192.0.5.0/24] } }
---
{ apiVersion: metallb.io/v1beta1, kind: MetalLB, metadata: { name: metallb, namespace: metallb-system }, spec: { logLevel: info } }
---
{ apiVersion: metallb.io/v1beta1, kind: ServiceL2Status, metadata: { name: l2-x, namespace: metallb-system }, status: { node: a } }
---
{ apiVersion: metallb.io/v1beta1, kind: ServiceBGPStatus, metadata: { name: bgp-x, namespace: metallb-system }, status: { node: a } }
---
{ apiVersion: metallb.io/v1beta1, kind: ConfigurationState, metadata: { name: controller, namespace: metallb-system }, status: { result: Valid } }
---
{ apiVersion: network.kubesphere.io/v1alpha2, kind: Eip, metadata: { name: eip }, spec: { address: 198.51.100.0/25, protocol: layer2, interface: eth0, priority: 1, namespaces: [blue], namespaceSelector: { team: a } } }
---
{ apiVersion: network.kubesphere.io/v1alpha1, kind: Eip, metadata: { name: eip-old }, spec: { address: 198.51.100.200, protocol: bgp } }
---
{ apiVersion: network.kubesphere.io/v1alpha2, kind: BgpConf, metadata: { name: default }, spec: { as: 64500, asPerRack: { "1": 64511 }, gracefulRestart: { enabled: true, restartTime: 60 } } }
---
{ apiVersion: network.kubesphere.io/v1alpha1, kind: BgpConf, metadata: { name: bgpconf-old }, spec: { as: 64500, port: 17900 } }
---
{ apiVersion: network.kubesphere.io/v1alpha2, kind: BgpPeer, metadata: { name: elb }, spec: { conf: { peerAs: 64503, neighborAddress: 10.0.0.253 }, timers: { config: { holdTime: "30" } }, afiSafis: [{ config: { family: { afi: AFI_IP, safi: SAFI_UNICAST }, enabled: true }, addPaths: { config: { sendMax: 4 } } }], nodeSelector: { matchLabels: { rack: "1" } } } }
---
{ apiVersion: network.kubesphere.io/v1alpha1, kind: BgpPeer, metadata: { name: elb-old }, spec: { config: { peerAs: 64504, neighborAddress: 10.0.0.251 }, addPaths: { sendMax: 4 } } }
---
apiVersion: fairlead.dev/v1alpha1
kind: AddressPool
metadata: { name: own }
spec: { addresses: [203.0.113.0/26, 203.0.113.128], priority: 1, quotas: [{ limit: 4, namespaces: [blue] }], reservedFor: { namespaces: [blue], enforced: false }, whenRemoved: Keep }
---
apiVersion: fairlead.dev/v1alpha1
kind: BgpPeer
metadata: { name: own }
spec: { localAsn: 64500, holdTime: 9s, neighbors: [{ name: r1, address: 10.0.0.249, remoteAsn: 64505 }, { name: r2, interface: eth0, remoteAsn: external }], gracefulRestart: { restartTime: 60s }, families: [IPv4, IPv6], addPathLimit: 2 }
---
apiVersion: fairlead.dev/v1alpha1
kind: Advertisement
metadata: { name: own }
spec:
  pools: [own]
  namespaces: [blue]
  bgp: { peers: [own], communities: [no-export], nextHops: Nodes, megabitsPerEndpoint: 10 }
  layer2: { failback: 5m, preferEndpoints: true, preferredNodes: [{ weight: 1, selector: { matchLabels: { rack: "1" } } }] }
---
{ apiVersion: fairlead.dev/v1alpha1, kind: BfdProfile, metadata: { name: own }, spec: { receiveInterval: 100ms } }
---
{ apiVersion: fairlead.dev/v1alpha1, kind: AddressClaim, metadata: { name: mine, namespace: blue }, spec: { pools: [own], families: [IPv4] }, status: { addresses: [203.0.113.1] } }
---
{ apiVersion: fairlead.dev/v1alpha1, kind: Speaker, metadata: { name: a }, spec: {} }
`;
