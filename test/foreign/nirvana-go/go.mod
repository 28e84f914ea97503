module foreign/nirvana

go 1.19
