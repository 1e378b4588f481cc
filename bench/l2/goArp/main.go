// Answers every ARP request on an interface, with the library and in the way that MetalLB does.
package main

import (
	"fmt"
	"net"
	"os"

	"github.com/mdlayher/arp"
)

func main() {
	ifi, err := net.InterfaceByName(os.Args[1])
	if err != nil {
		panic(err)
	}
	client, err := arp.Dial(ifi)
	if err != nil {
		panic(err)
	}
	fmt.Println("ready")
	for {
		packet, _, err := client.Read()
		if err != nil {
			panic(err)
		}
		if packet.Operation != arp.OperationRequest {
			continue
		}
		if err := client.Reply(packet, ifi.HardwareAddr, packet.TargetIP); err != nil {
			continue
		}
	}
}
