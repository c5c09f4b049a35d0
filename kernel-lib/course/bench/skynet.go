// Skynet with goroutines: a tree of a million leaves; each leaf sends its number up, each inner node the sum of its children.
package main

import (
	"fmt"
	"time"
)

func skynet(parent chan int, number, size, fanout int) {
	if size == 1 {
		parent <- number
		return
	}
	children := make(chan int)
	for i := 0; i < fanout; i++ {
		go skynet(children, number+i*(size/fanout), size/fanout, fanout)
	}
	sum := 0
	for i := 0; i < fanout; i++ {
		sum += <-children
	}
	parent <- sum
}

func main() {
	result := make(chan int)
	started := time.Now()
	go skynet(result, 0, 1000000, 10)
	sum := <-result
	fmt.Println(sum, float64(time.Since(started).Microseconds())/1000)
}
