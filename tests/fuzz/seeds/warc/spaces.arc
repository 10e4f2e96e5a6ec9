filedesc://x.arc 127.0.0.1 20140216050221 text/plain 69
1 0 Test
URL IP-address Archive-date Content-type Archive-length

xx

http://a.example/two words 192.0.2.1 20140216050222 text/html 18
HTTP/1.0 200 OK

x
http://a.example/bad 192.0.2.1 20140216050222 text/html abc

dns:a.example 192.0.2.1 20140216050223 text/dns 4
addr
