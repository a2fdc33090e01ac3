/// What `breakwater --version` and `bw_version` say.
package let breakwaterVersion: StaticString = "0.1.0"
