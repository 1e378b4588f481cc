// The packet library of GoBGP under the loads of the benchmarks beside it:
//
//	decode FILE PASSES    UPDATEs back to back, every NLRI and attribute of them read
//	encode ROUTES PASSES  /32s with one set of attributes, as many in a message as fit
//
// Each prints the best pass as JSON.
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"time"

	"github.com/osrg/gobgp/v4/pkg/packet/bgp"
)

type answer struct {
	Seconds float64 `json:"seconds"`
	Tally   tally   `json:"tally"`
}

// The same sums as the other side makes, so that both are known to have read the same.
type tally struct {
	Messages  int64 `json:"messages"`
	Nlri      int64 `json:"nlri"`
	Addresses int64 `json:"addresses"`
	Asns      int64 `json:"asns"`
	Values    int64 `json:"values"`
}

func main() {
	passes, err := strconv.Atoi(os.Args[3])
	check(err)
	var pass func() tally
	switch os.Args[1] {
	case "decode":
		octets, err := os.ReadFile(os.Args[2])
		check(err)
		pass = func() tally { return decode(octets) }
	case "encode":
		count, err := strconv.Atoi(os.Args[2])
		check(err)
		pass = encoder(count)
	default:
		check(fmt.Errorf("no load %s", os.Args[1]))
	}
	var best answer
	for i := 0; i < passes; i++ {
		start := time.Now()
		sums := pass()
		seconds := time.Since(start).Seconds()
		if i == 0 || seconds < best.Seconds {
			best = answer{seconds, sums}
		}
	}
	check(json.NewEncoder(os.Stdout).Encode(best))
}

func decode(octets []byte) tally {
	var sums tally
	for at := 0; at < len(octets); {
		length := int(binary.BigEndian.Uint16(octets[at+16:]))
		message, err := bgp.ParseBGPMessage(octets[at : at+length])
		check(err)
		sums.update(message.Body.(*bgp.BGPUpdate))
		at += length
	}
	return sums
}

func (sums *tally) update(update *bgp.BGPUpdate) {
	sums.Messages++
	sums.prefixes(update.WithdrawnRoutes)
	sums.prefixes(update.NLRI)
	for _, attribute := range update.PathAttributes {
		switch value := attribute.(type) {
		case *bgp.PathAttributeOrigin:
			sums.Values += int64(value.Value)
		case *bgp.PathAttributeAsPath:
			for _, segment := range value.Value {
				for _, asn := range segment.GetAS() {
					sums.Asns += int64(asn)
				}
			}
		case *bgp.PathAttributeNextHop:
			if value.Value.IsValid() {
				sums.Values++
			}
		case *bgp.PathAttributeMultiExitDisc:
			sums.Values += int64(value.Value)
		case *bgp.PathAttributeLocalPref:
			sums.Values += int64(value.Value)
		case *bgp.PathAttributeAggregator:
			sums.Asns += int64(value.Value.AS)
		case *bgp.PathAttributeCommunities:
			for _, community := range value.Value {
				sums.Values += int64(community)
			}
		}
	}
}

func (sums *tally) prefixes(paths []bgp.PathNLRI) {
	for _, path := range paths {
		prefix := path.NLRI.(*bgp.IPAddrPrefix).Prefix
		address := prefix.Addr().As4()
		sums.Nlri++
		sums.Addresses += int64(binary.BigEndian.Uint32(address[:])) + int64(prefix.Bits())
	}
}

const perMessage = 800

func encoder(count int) func() tally {
	paths := make([]bgp.PathNLRI, count)
	for i := range paths {
		var address [4]byte
		binary.BigEndian.PutUint32(address[:], 10<<24+uint32(i))
		prefix, err := bgp.NewIPAddrPrefix(netip.PrefixFrom(netip.AddrFrom4(address), 32))
		check(err)
		paths[i] = bgp.PathNLRI{NLRI: prefix}
	}
	nextHop, err := bgp.NewPathAttributeNextHop(netip.MustParseAddr("192.0.2.1"))
	check(err)
	attributes := []bgp.PathAttributeInterface{
		bgp.NewPathAttributeOrigin(0),
		bgp.NewPathAttributeAsPath([]bgp.AsPathParamInterface{bgp.NewAs4PathParam(2, []uint32{64512})}),
		nextHop,
	}
	return func() tally {
		var sums tally
		for rest := paths; len(rest) > 0; {
			some := rest[:min(perMessage, len(rest))]
			_, err := bgp.NewBGPUpdateMessage(nil, attributes, some).Serialize()
			check(err)
			sums.Messages++
			sums.Nlri += int64(len(some))
			rest = rest[len(some):]
		}
		return sums
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
